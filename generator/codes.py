"""Every problem the catalogue can report: a permanent code and its sentences in both languages.

Codes are never renamed and never reused: an officer may have written one down. The sentences are
for people who keep records, not for programmers: what is wrong, then what to do. ``{names}`` in
braces are filled by whoever reports the problem; a literal brace is written twice.
"""

from dataclasses import dataclass

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True)
class Code:
    """How bad a problem is, what is wrong and what to do about it."""

    severity: str
    vi: str
    en: str
    hint_vi: str = ""
    hint_en: str = ""

    def what(self, language: str) -> str:
        """The sentence that says what is wrong; English for every language but Vietnamese."""
        return self.vi if language == "vi" else self.en

    def hint(self, language: str) -> str:
        """The sentence that says what to do; may be empty."""
        return self.hint_vi if language == "vi" else self.hint_en


def _error(vi: str, en: str, hint_vi: str = "", hint_en: str = "") -> Code:
    return Code(ERROR, vi, en, hint_vi, hint_en)


def _warning(vi: str, en: str, hint_vi: str = "", hint_en: str = "") -> Code:
    return Code(WARNING, vi, en, hint_vi, hint_en)


CODES: dict[str, Code] = {
    # Files and folders.
    "FILE-MISSING": _error(
        "thiếu tệp này",
        "this file is missing",
        "trang cần tệp này; hãy chép từ bản lưu hoặc từ mẫu.",
        "the site needs it; take it from a backup or from the sample.",
    ),
    "FILE-TOO-BIG": _error(
        "tệp lớn {size} KB, vượt mức {limit} KB",
        "the file has {size} KB; the limit is {limit} KB",
        "{how_vi}",
        "{how_en}",
    ),
    "FILE-NOT-PLAIN": _error(
        "đây là lối tắt (liên kết) hoặc tệp đặc biệt, không phải tệp hay thư mục thường",
        "this is a link or a special file, not a plain file or folder",
        "hãy chép chính tệp ấy vào đây thay cho lối tắt.",
        "copy the file itself here instead of the link.",
    ),
    "FILE-FOLDER": _error(
        "đây là một thư mục, nhưng tên này là tên của một tệp",
        "this is a folder, but its name is that of a file",
        "hãy chuyển tệp nằm trong đó ra ngoài, xóa thư mục, rồi đặt tệp vào đúng chỗ này.",
        "take the file out of it, delete the folder and put the file here.",
    ),
    "FILE-UNREADABLE": _error(
        "không đọc được tệp hoặc thư mục này",
        "this file or folder cannot be read",
        "hãy kiểm tra quyền đọc.",
        "check that you are allowed to read it.",
    ),
    "FILE-CHANGED": _error(
        "tệp này vừa bị sửa trong lúc đang dựng trang",
        "this file was changed while the site was being built",
        "hãy lưu xong rồi dựng lại; trang đã dựng trước đó vẫn còn nguyên.",
        "save it, then build again; what was built before is as it was.",
    ),
    "FILE-NAME": _error(
        "tệp này không được đọc vì sai tên",
        "this file is not read because its name is not right",
        "{how_vi}",
        "{how_en}",
    ),
    "FILE-PLACE": _error(
        "hồ sơ này không được đọc vì nằm sai chỗ{more_vi}",
        "this record is not read because it does not lie where it should{more_en}",
        "chỗ đúng: {expected_vi}.",
        "the right place: {expected_en}.",
    ),
    "FILE-UNEXPECTED": _warning(
        "tệp hoặc thư mục này không có chỗ trong danh mục nên không được đọc",
        "this file or folder has no place in the catalogue, so it is not read",
        "nếu thừa thì xóa đi; nếu là hồ sơ thì đặt lại tên và chỗ theo mẫu: {expected_vi}.",
        "delete it if it is not needed; a record needs a name and place like: {expected_en}.",
    ),
    "RECORD-MISSING": _warning(
        "thư mục này không có tệp {expected}",
        "this folder has no {expected}",
        "hãy thêm tệp {expected}, hoặc xóa thư mục nếu không còn dùng.",
        "add {expected}, or remove the folder if it is no longer used.",
    ),
    "ID-SHAPE": _error(
        "tên “{id}” không dùng làm mã được",
        "the name “{id}” cannot serve as an id",
        "chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, tối đa 64 ký tự, ví dụ {fix}.",
        "use only lower-case letters without marks, digits and hyphens, 64 at most, for example {fix}.",
    ),
    "NAME-WINDOWS": _error(
        "Windows không cho tệp hay thư mục mang tên “{name}”",
        "Windows allows no file or folder named “{name}”",
        "hãy chọn tên khác, ví dụ {fix}; tên này cũng thành thư mục của trang.",
        "choose another name, for example {fix}; it also becomes a folder of the site.",
    ),
    "ID-TWICE": _error(
        "mã “{id}” đã được dùng ở {other}",
        "the id “{id}” is already used in {other}",
        "mỗi mã chỉ dùng một lần: hãy đổi hoặc bỏ ở đây, giữ nguyên ở {other}; mã truy xuất đã in không bao giờ đổi.",
        "every id is used once: change or remove it here, and leave {other} as it is; "
        "a printed trace code never changes.",
    ),
    "TEXT-ENCODING": _error(
        "{what_vi}, không phải là văn bản UTF-8",
        "{what_en}, not UTF-8 text",
        "{how_vi}",
        "{how_en}",
    ),
    "TEXT-CONTROL": _error(
        "có ký tự điều khiển không nhìn thấy ({character})",
        "there is an invisible control character ({character})",
        "hãy xóa ký tự này rồi gõ lại đoạn chữ.",
        "delete it and type the words again.",
    ),
    "TEXT-INVISIBLE": _warning(
        "có ký tự không nhìn thấy, đã bỏ đi ({character})",
        "an invisible character was removed ({character})",
        "ký tự này thường theo vào khi chép từ trang mạng; nên gõ lại.",
        "it usually comes along when text is copied from a web page; better type it again.",
    ),
    "TEXT-LEGACY": _warning(
        "“{written}” trông như chữ gõ bằng phông hoặc kiểu gõ cũ (TCVN3, VNI, VIQR)",
        "“{written}” looks like letters of an old Vietnamese font or way of typing (TCVN3, VNI, VIQR)",
        "hãy chuyển sang Unicode, chẳng hạn bằng công cụ chuyển mã của UniKey, rồi chép lại.",
        "convert it to Unicode, with the converter of UniKey for instance, and copy it again.",
    ),
    "TEXT-PHONE": _warning(
        "trong câu chữ có số điện thoại “{written}”: chữ được đăng nguyên như thế, dù chủ số có đồng ý hay không",
        "the text holds a telephone number, “{written}”: it is published as it stands, whether its owner agreed or not",
        "hãy xóa khỏi câu chữ; số của chủ thể thì ghi vào contacts cùng ngày chủ thể đồng ý (consent_on).",
        "take it out of the text; a holder's own number belongs into contacts, with the day of consent (consent_on).",
    ),
    "TEXT-EMAIL": _warning(
        "trong câu chữ có thư điện tử “{written}”: chữ được đăng nguyên như thế, dù chủ hộp thư có đồng ý hay không",
        "the text holds an e-mail address, “{written}”: it is published as it stands, whether its owner agreed or not",
        "hãy xóa khỏi câu chữ; địa chỉ của chủ thể thì ghi vào contacts cùng ngày chủ thể đồng ý (consent_on).",
        "take it out of the text; a holder's own address belongs into contacts, with the day of consent (consent_on).",
    ),
    "TEXT-IDENTITY": _error(
        "trong câu chữ có số giấy tờ tùy thân “{written}”",
        "the text holds the number of an identity card, “{written}”",
        "hãy xóa đi: số căn cước, chứng minh nhân dân không bao giờ được đăng công khai.",
        "delete it: the number of a person's identity card is never published.",
    ),
    "TEXT-LOOKALIKE": _warning(
        "“{written}” có ký tự {character} trông giống chữ thường dùng nhưng là chữ khác",
        "“{written}” holds {character}, which looks like a usual letter but is another one",
        "hãy gõ lại thành {fix}; để như cũ thì máy tìm kiếm khác không thấy.",
        "type it again as {fix}; as it is, other search engines miss it.",
    ),
    "TEXT-MARKS": _warning(
        "“{written}” có dấu {character} nằm rời, không ghép được vào chữ nào",
        "“{written}” has a loose mark {character} that belongs to no letter",
        "hãy xóa cả từ rồi gõ lại; dấu này thường do gõ đúp hoặc chép từ tệp PDF.",
        "delete the whole word and type it again; such marks come from typing twice or from a PDF.",
    ),
    "TEXT-EMOJI": _warning(
        "có hình biểu cảm hoặc biểu tượng ({character})",
        "there is an emoji ({character})",
        "hãy xóa đi: máy này hiện khác máy kia, và giấy in không có hình này.",
        "delete it: every device shows it differently, and prints do not have it.",
    ),
    "TEXT-LETTER": _warning(
        "không phông chữ nào của chương trình có chữ {letters}",
        "no font of this program has the letters {letters}",
        "trang mạng vẫn hiện bằng phông của người đọc, nhưng thẻ chia sẻ bỏ câu này và ocop fair sẽ dừng nếu phải in nó; hãy viết bằng chữ khác.",
        "pages show it in the reader's fonts, but the card of a shared link leaves the text out, and ocop fair stops if it has to print it; write it with other letters.",
    ),
    "TEXT-HTML": _error(
        "có mã HTML {written}, trên trang sẽ hiện nguyên thành chữ",
        "there is HTML, {written}, which the page would show as it is written",
        "hãy xóa mã này, chỉ để lại chữ; kiểu chữ đậm, nghiêng do giao diện lo.",
        "delete it and leave the words; how they look is up to the theme.",
    ),
    "TEXT-CONFLICT": _error(
        "có dấu của git ở chỗ hai người cùng sửa mà chưa chọn bản nào",
        "git left its marks here, where two people changed the same lines and nobody chose",
        "hãy giữ bản đúng trong hai bản, rồi xóa các dòng <<<<<<<, ======= và >>>>>>>.",
        "keep the version that is right, then delete the lines <<<<<<<, ======= and >>>>>>>.",
    ),
    # YAML.
    "YAML-SYNTAX": _error(
        "không đọc được YAML từ chỗ này",
        "the YAML cannot be read from here on",
        "hãy xem lại dấu hai chấm, thụt đầu dòng và dấu nháy ở dòng này và dòng trên.",
        "look at the colons, indentation and quotes of this line and the one above.",
    ),
    "YAML-COLON": _error(
        "dấu hai chấm ở giữa câu làm hỏng dòng này, hoặc dòng bị thụt sai",
        "a colon inside the words breaks this line, or its indentation is wrong",
        'hãy đặt cả câu trong dấu nháy kép, ví dụ name: {{vi: "Trà: loại 1"}}.',
        'put the whole text in double quotes, for example name: {{vi: "Trà: loại 1"}}.',
    ),
    "YAML-SPACE": _error(
        "thiếu dấu cách: {written}",
        "a space is missing: {written}",
        "hãy ghi {fix}",
        "write {fix}",
    ),
    "YAML-NO-COLON": _error(
        "dòng này thiếu dấu hai chấm và dấu cách sau tên mục",
        "this line has no colon and space after the name of a field",
        "mỗi dòng ghi tên mục: giá trị; nếu dòng này viết tiếp câu ở dòng trên thì thụt vào sâu hơn dòng ấy.",
        "a line is name: value; if this one continues the text above, indent it further than that line.",
    ),
    "YAML-MARK": _error(
        "có {sign_vi} ({character}), trông giống nhưng không phải dấu thường của bàn phím",
        "there is a {sign_en} ({character}), which only looks like the ordinary sign",
        "dấu này hay theo vào khi chép từ Word hoặc trang mạng; hãy xóa đi rồi gõ {fix_vi}.",
        "it comes along when text is copied from Word or the web; delete it and type {fix_en}.",
    ),
    "YAML-CURLY": _error(
        "dấu nháy cong {quote} không bao được câu chữ",
        "curly quotes {quote} cannot enclose text",
        'Word hay đổi dấu nháy thẳng thành dấu cong; hãy xóa rồi gõ lại dấu nháy thẳng ở hai đầu: "…".',
        'Word turns straight quotes into curly ones; type straight ones again at both ends: "…".',
    ),
    "YAML-FOLD": _error(
        "chữ đi với {mark} phải bắt đầu ở dòng dưới và thụt vào sâu hơn tên mục",
        "text that goes with {mark} begins on the next line, further in than its field",
        "hãy ghi {key}: >- rồi xuống dòng; các dòng chữ bên dưới đều thụt vào thêm hai dấu cách.",
        "write {key}: >- and break the line; indent every line of the text by two more spaces.",
    ),
    "YAML-INDENT": _error(
        "dòng này thụt đầu dòng không khớp với các dòng trên",
        "the indentation of this line does not fit the lines above",
        "các mục cùng cấp phải thẳng hàng, mỗi cấp thụt thêm hai dấu cách; trong danh sách, mục đầu bắt đầu bằng dấu gạch và dấu cách.",
        "fields of one level stand in one column, each level two spaces further in; an entry of a list begins with a hyphen and a space.",
    ),
    "YAML-QUOTE": _error(
        "dấu nháy hoặc dấu ngoặc mở ở đây mà không được đóng đúng",
        "a quote or bracket opened here is not closed properly",
        "hãy thêm dấu đóng; câu có dấu hai chấm hay dấu phẩy thì đặt trong dấu nháy kép, câu có dấu nháy kép thì đặt trong dấu nháy đơn '…'.",
        "add the closing mark; text with colons or commas goes into double quotes, text with double quotes into single ones '…'.",
    ),
    "YAML-QUOTED": _error(
        "sau dấu nháy đóng vẫn còn chữ",
        "words follow after the closing quote",
        "hãy đặt cả câu trong dấu nháy; câu có dấu nháy kép ở trong thì đặt trong dấu nháy đơn '…'.",
        "put the whole text in quotes; text that has double quotes in it goes into single ones '…'.",
    ),
    "YAML-SEMICOLON": _error(
        "các phần trong ngoặc phải cách nhau bằng dấu phẩy, không phải dấu chấm phẩy",
        "parts inside brackets are divided by commas, not by semicolons",
        "hãy thay bằng dấu phẩy; nếu dấu này thuộc câu chữ thì đặt cả câu trong dấu nháy kép.",
        "write a comma; if the sign belongs to the words, put all of them in double quotes.",
    ),
    "YAML-ESCAPE": _error(
        "dấu \\ trong dấu nháy kép có nghĩa riêng trong YAML",
        "a \\ inside double quotes has a meaning of its own in YAML",
        "hãy dùng dấu nháy đơn, hoặc bỏ dấu này.",
        "use single quotes, or leave it out.",
    ),
    "YAML-START": _error(
        "giá trị không được bắt đầu bằng ký tự này",
        "a value cannot begin with this character",
        "hãy đặt cả giá trị trong dấu nháy kép.",
        "put the whole value in double quotes.",
    ),
    "YAML-TAB": _error(
        "có ký tự Tab",
        "there is a Tab character",
        "hãy xóa Tab rồi gõ dấu cách: mỗi cấp thụt vào hai dấu cách.",
        "delete the Tab and type spaces: two for each level.",
    ),
    "YAML-DUPLICATE": _error(
        "mục “{key}” ghi hai lần, lần trước ở dòng {line}",
        "“{key}” is written twice, first on line {line}",
        "hãy giữ một dòng và xóa dòng kia.",
        "keep one and delete the other.",
    ),
    "YAML-ALIAS": _error(
        "dấu & và * ở đầu giá trị có nghĩa riêng trong YAML và không dùng ở đây",
        "& and * at the start of a value have a meaning of their own in YAML and are not used here",
        "hãy ghi giá trị ra đầy đủ, hoặc đặt trong dấu nháy kép.",
        "write the value out, or put it in double quotes.",
    ),
    "YAML-TAG": _error(
        "dấu ! ở đầu giá trị có nghĩa riêng trong YAML và không dùng ở đây",
        "! at the start of a value has a meaning of its own in YAML and is not used here",
        "hãy đặt giá trị trong dấu nháy kép.",
        "put the value in double quotes.",
    ),
    "YAML-DOCUMENTS": _error(
        "tệp có hơn một phần, ngăn bởi dòng ---",
        "the file has more than one part, divided by a line ---",
        "mỗi tệp một hồ sơ; hãy tách ra.",
        "one record per file; divide it.",
    ),
    "YAML-RECORDS": _error(
        "từ dòng này là một hồ sơ thứ hai: {count} mục đã ghi ở trên lại được ghi lần nữa",
        "a second record begins here: {count} fields are written again",
        "mỗi tệp một hồ sơ; hãy chuyển phần này sang một thư mục hoặc tệp mới, có mã riêng.",
        "one record per file: move this part to a folder or file of its own, with its own code.",
    ),
    "YAML-DEPTH": _error(
        "lồng nhau quá {limit} tầng",
        "nested more than {limit} levels deep",
        "hãy xem lại ngoặc và thụt đầu dòng.",
        "look at the brackets and the indentation.",
    ),
    "YAML-KEY": _error(
        "tên mục phải là một từ",
        "the name of a field must be a single word",
        "hãy ghi tên mục, rồi dấu hai chấm, rồi giá trị.",
        "write the name, a colon, then the value.",
    ),
    "YAML-EMPTY": _error(
        "tệp trống",
        "the file is empty",
        "hãy lấy lại từ bản lưu hoặc ghi hồ sơ vào; chỉ xóa tệp khi chắc chắn không cần nữa.",
        "take it from a backup or write the record; delete the file only if it is surely not needed.",
    ),
    "YAML-COMMENT": _warning(
        "từ dấu # trở đi bị coi là ghi chú nên không hiện ra: {text}",
        "everything from # on counts as a comment and is not shown: {text}",
        "nếu là nội dung, hãy đặt cả giá trị trong dấu nháy kép; nếu là ghi chú, hãy để dấu cách sau #.",
        "if it is content, put the whole value in double quotes; if a comment, leave a space after #.",
    ),
    # Values of single fields.
    "KEY-UNKNOWN": _error(
        "ở đây không có mục nào tên là “{key}”",
        "there is no field “{key}” here",
        "có lẽ bạn muốn ghi: {near_vi}.",
        "perhaps you meant: {near_en}.",
    ),
    "KEY-INDENT": _error(
        "“{key}” là mục con của “{home}” nhưng dòng này thụt vào chưa đủ",
        "“{key}” belongs to “{home}”, but this line is not indented enough",
        "hãy thêm dấu cách ở đầu dòng, để “{key}” thẳng hàng với các mục con khác của “{home}”.",
        "put more spaces in front, so that “{key}” stands in line with the other fields of “{home}”.",
    ),
    "KEY-INSIDE": _error(
        "“{key}” không đứng ở đây được, vì là mục con của: {homes}",
        "“{key}” cannot stand here, it belongs inside of: {homes}",
        "hãy chuyển dòng này xuống dưới mục ấy và thụt vào thẳng hàng với các mục con khác.",
        "move the line below that field and indent it like the others there.",
    ),
    "KEY-OUTSIDE": _error(
        "“{key}” không đứng trong nhóm này được, vì là mục của cả hồ sơ",
        "“{key}” cannot stand inside this group, it belongs to the record itself",
        "hãy chuyển dòng này ra ngoài nhóm, thẳng hàng với các mục chính như {near}.",
        "move the line out of the group, in line with the record's own fields such as {near}.",
    ),
    "KEY-ELSEWHERE": _error(
        "“{key}” không phải là mục của loại hồ sơ này",
        "“{key}” is no field of this kind of record",
        "hãy chuyển sang hồ sơ có mục ấy: {files_vi}.",
        "move it to the record that has this field: {files_en}.",
    ),
    "KEY-MISSING": _error(
        "thiếu mục “{key}” ({title_vi})",
        "the field “{key}” is missing ({title_en})",
        "hãy thêm dòng {key}: …",
        "add a line {key}: …",
    ),
    "KEY-ID": _error(
        "mã hồ sơ lấy từ tên thư mục hoặc tên tệp, không ghi trong tệp",
        "the id comes from the name of the folder or file and is not written inside",
        "hãy xóa dòng id.",
        "delete the line id.",
    ),
    "EMPTY": _error(
        "mục “{path}” chưa điền",
        "“{path}” is not filled in",
        "{fix_vi}",
        "{fix_en}",
    ),
    "TOO-LONG": _error(
        "dài quá {limit} ký tự",
        "longer than {limit} characters",
        "hãy viết ngắn lại.",
        "make it shorter.",
    ),
    "LIST-EMPTY": _error(
        "danh sách “{key}” phải có ít nhất {least} mục",
        "the list “{key}” needs at least {least} entry",
        "hãy thêm một mục bắt đầu bằng dấu gạch và dấu cách.",
        "add an entry that begins with a hyphen and a space.",
    ),
    "TYPE-VALUE": _error(
        "chỗ này phải là một giá trị, không phải danh sách hay nhóm mục",
        "this must be a single value, not a list or a group of fields",
        "hãy ghi một giá trị sau dấu hai chấm.",
        "write one value after the colon.",
    ),
    "TYPE-LIST": _error(
        "chỗ này phải là danh sách",
        "this must be a list",
        "hãy ghi mỗi mục một dòng, bắt đầu bằng dấu gạch và dấu cách.{example_vi}",
        "write one entry per line, each beginning with a hyphen and a space.{example_en}",
    ),
    "TYPE-GROUP": _error(
        "chỗ này phải là nhóm các mục, mỗi mục có tên và giá trị",
        "this must be a group of fields, each with a name and a value",
        "hãy ghi thụt vào, mỗi dòng một mục dạng tên: giá trị. Các mục có thể dùng: {parts}.{example_vi}",
        "write them indented, one per line, as name: value. Fields there may be: {parts}.{example_en}",
    ),
    "TEXT-SHAPE": _error(
        "chữ ở đây phải ghi theo từng ngôn ngữ",
        "words here are written per language",
        "hãy ghi {key}: {{vi: {written}, en: …}}.",
        "write {key}: {{vi: {written}, en: …}}.",
    ),
    "TEXT-COMMA": _error(
        "dấu phẩy trước “{key}” cắt đôi câu chữ trong ngoặc nhọn",
        "the comma before “{key}” cuts the text inside the braces in two",
        'hãy đặt cả câu trong dấu nháy kép, ví dụ {{vi: "Gạo, ngũ cốc", en: …}}.',
        'put the whole text in double quotes, for example {{vi: "Gạo, ngũ cốc", en: …}}.',
    ),
    "NUMBER": _error(
        "“{written}” phải là số nguyên, chỉ gồm chữ số",
        "“{written}” must be a whole number, digits only",
        "hãy ghi {fix_vi}.",
        "write {fix_en}.",
    ),
    "NUMBER-RANGE": _error(
        "số {written} nằm ngoài khoảng cho phép ({limits})",
        "the number {written} is out of range ({limits})",
        "hãy xem lại số này.",
        "check the number.",
    ),
    "STARS-RANGE": _error(
        "số sao phải là 3, 4 hoặc 5, không phải {written}",
        "stars must be 3, 4 or 5, not {written}",
        "hãy ghi con số trong quyết định công nhận.",
        "write the number from the recognition decision (quyết định công nhận).",
    ),
    "SET-RANGE": _error(
        "bộ sản phẩm phải là số từ 1 đến 26, không phải {written}",
        "the criteria set must be a number from 1 to 26, not {written}",
        "danh sách các bộ sản phẩm ở content/criteria.yaml.",
        "the sets are listed in content/criteria.yaml.",
    ),
    "SCORE": _error(
        "“{written}” không phải là điểm số",
        "“{written}” is not a score",
        "hãy ghi bằng dấu chấm thập phân: {fix_vi}.",
        "write it with a decimal point: {fix_en}.",
    ),
    "DEGREE": _error(
        "“{written}” không phải là số độ",
        "“{written}” is not a number of degrees",
        "hãy ghi bằng dấu chấm thập phân, tối đa sáu chữ số lẻ, ví dụ 22.3367.",
        "write it with a decimal point and at most six decimals, such as 22.3367.",
    ),
    "SCORE-RANGE": _error(
        "điểm phải từ 0 đến 100, không phải {written}",
        "a score lies between 0 and 100, not {written}",
        "hãy xem lại phiếu điểm.",
        "check the score sheet.",
    ),
    "DAY": _error(
        "“{written}” không phải là ngày ghi đúng cách",
        "“{written}” is not a day as it should be written",
        "hãy ghi năm-tháng-ngày: {fix_vi}.",
        "write year-month-day: {fix_en}.",
    ),
    "DAY-PART": _error(
        "“{written}” không phải là năm, tháng hay ngày ghi đúng cách",
        "“{written}” is not a year, month or day as it should be written",
        "hãy ghi năm, năm-tháng hoặc năm-tháng-ngày: {fix_vi}.",
        "write year, year-month or year-month-day: {fix_en}.",
    ),
    "DAY-UNREAL": _error(
        "không có ngày {written}",
        "there is no day {written}",
        "hãy xem lại trên giấy tờ; thứ tự là năm-tháng-ngày.",
        "check the paper; the order is year-month-day.",
    ),
    "FLAG": _error(
        "“{written}” phải là true (có) hoặc false (không)",
        "“{written}” must be true or false",
        "hãy ghi {fix_vi}.",
        "write {fix_en}.",
    ),
    "CHOICE": _error(
        "“{written}” không dùng được ở đây, chỉ dùng một trong các từ: {choices}",
        "“{written}” cannot stand here, only one of these words: {choices}",
        "{fix_vi}",
        "{fix_en}",
    ),
    "LANGUAGE-CODE": _error(
        "“{written}” không phải là mã ngôn ngữ",
        "“{written}” is not a language code",
        "hãy ghi hai hoặc ba chữ thường: tiếng Việt là vi (không phải vn), tiếng Anh là en.",
        "write two or three small letters: Vietnamese is vi (not vn), English is en.",
    ),
    "PATTERN-ID": _error(
        "“{written}” không đúng dạng của mã",
        "“{written}” does not have the shape of an id",
        "chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, ví dụ {fix}{about_vi}.",
        "use only lower-case letters without marks, digits and hyphens, for example {fix}{about_en}.",
    ),
    "PATTERN-URL": _error(
        "“{written}” không phải là địa chỉ mạng đầy đủ",
        "“{written}” is not a full web address",
        "hãy chép địa chỉ từ trình duyệt: có https:// ở đầu, không có dấu cách, dấu \\ hay dấu @ trước tên miền.",
        "copy it from the browser: https:// in front, no spaces, no \\ and no @ before the domain.",
    ),
    "PATTERN-DOMAIN": _error(
        "“{written}” không phải là tên miền",
        "“{written}” is not a domain",
        "chỉ ghi tên miền, ví dụ {fix}; địa chỉ đầy đủ của bài thì ghi ở url.",
        "write only the domain, for example {fix}; the full address of the article goes into url.",
    ),
    "PATTERN-CODE": _error(
        "mã truy xuất “{written}” không đúng dạng",
        "the trace code “{written}” does not have the right shape",
        "hãy ghi hai chữ hoa và 4 đến 6 chữ số, ví dụ LS0042.",
        "write two capital letters and 4 to 6 digits, for example LS0042.",
    ),
    "PATTERN-GTIN": _error(
        "mã vạch “{written}” phải chỉ gồm chữ số (8, 12, 13 hoặc 14 số)",
        "the barcode number “{written}” must be digits only (8, 12, 13 or 14)",
        "hãy chép từng chữ số dưới mã vạch; bảng tính hay đổi số dài thành dạng 8.93E+12.",
        "copy the digits under the barcode; spreadsheets turn long numbers into 8.93E+12.",
    ),
    "PATTERN-ADDRESS": _error(
        "“{written}” không phải là địa chỉ in trên tem",
        "“{written}” is no address of a stamp",
        "hãy ghi /p/ và mã truy xuất, hoặc /01/ và 14 chữ số GTIN; lô thì thêm số lô; không có dấu / ở cuối.",
        "write /p/ and the trace code, or /01/ and the 14 digits of the GTIN; for a lot add its code; no final /.",
    ),
    "PATTERN-OFFICIAL-CODE": _error(
        "mã sản phẩm OCOP “{written}” không đúng dạng",
        "the official OCOP code “{written}” does not have a known shape",
        "dạng cũ: tỉnh-huyện-xã-số-năm (83-829-28780-3-2022); dạng mới: tỉnh-xã-số-năm (20-06040-1-2026).",
        "old: province-district-commune-number-year (83-829-28780-3-2022);"
        " new: province-commune-number-year (20-06040-1-2026).",
    ),
    "PATTERN-LOT": _error(
        "số lô “{written}” không đúng dạng",
        "the lot code “{written}” does not have the right shape",
        "chỉ dùng chữ hoa không dấu, chữ số và dấu gạch nối, tối đa 20 ký tự, ví dụ TD-2610-04.",
        "use only capitals without marks, digits and hyphens, 20 at most, for example TD-2610-04.",
    ),
    "PATTERN-PLACE-CODE": _error(
        "mã hành chính “{written}” không đúng dạng",
        "the administrative code “{written}” does not have the right shape",
        "tỉnh có 2 chữ số, xã có 5 chữ số, giữ cả số 0 ở đầu, ví dụ 06040.",
        "a province has 2 digits, a commune 5, with the leading zero, for example 06040.",
    ),
    # Markdown stories.
    "STORY-BRACKETS": _error(
        "có quá nhiều dấu ngoặc liền nhau",
        "there are too many brackets in a row",
        "hãy xóa các dấu ngoặc thừa.",
        "delete the superfluous brackets.",
    ),
    "STORY-MISSING": _error(
        "thiếu bài viết bằng ngôn ngữ chính: {file}",
        "the text in the main language is missing: {file}",
        "hãy viết bài vào tệp ấy, cạnh tệp này.",
        "write it into that file, beside this one.",
    ),
    "STORY-LANGUAGE": _warning(
        "trang không có ngôn ngữ “{language}” nên tệp này không được dùng",
        "the site has no language “{language}”, so this file is not used",
        "các ngôn ngữ của trang: {languages}.",
        "languages of the site: {languages}.",
    ),
    "STORY-LINK": _warning(
        "liên kết “{written}” không dẫn tới trang hay tựa nhỏ nào của trang này",
        "the link “{written}” leads to no page or heading of this site",
        "liên kết trong trang bắt đầu bằng /, ví dụ /san-pham/; tới trang khác thì ghi cả https://; tới tựa nhỏ thì ghi # và tên không dấu.",
        "a link inside the site begins with /, such as /san-pham/; to another site with https://; to a heading with # and its name.",
    ),
    "STORY-FRONT": _warning(
        "phần giữa hai dòng --- ở đầu tệp không thuộc câu chuyện nên không hiện trên trang",
        "what stands between two lines --- at the top is no part of the text, so it is not shown",
        "hãy xóa phần này; tựa bài và ngày ghi trong tệp YAML.",
        "delete that part; title and day belong into the YAML file.",
    ),
    "STORY-HTML": _warning(
        "có mã HTML <{tag}>: thẻ và kiểu chữ không cho phép sẽ bị bỏ, có khi cùng chữ trong đó",
        "there is HTML, <{tag}>: tags and styles that are not allowed are dropped, perhaps with their words",
        "hãy viết bằng Markdown: **đậm**, *nghiêng*, [chữ](https://…), dòng trống giữa các đoạn.",
        "write Markdown: **bold**, *slanted*, [words](https://…), an empty line between paragraphs.",
    ),
    "STORY-TITLE": _warning(
        "dòng tựa ở đầu bài sẽ lặp lại tựa trong tệp YAML",
        "the heading at the top repeats the title that stands in the YAML file",
        "hãy xóa dòng này.",
        "delete this line.",
    ),
    "STORY-HEADING": _warning(
        "dòng này là tựa cấp một, ngang với tựa của trang, nên sẽ bị hạ xuống cấp hai",
        "this is a heading of the first level, like the page's own, so it is shown as one of the second",
        "tựa nhỏ trong bài hãy ghi bằng hai dấu thăng: ## Tựa nhỏ.",
        "write a heading inside the text with two signs: ## Heading.",
    ),
    "STORY-PICTURE": _warning(
        "ảnh chèn trong bài sẽ không hiện ra trên trang",
        "a picture inside the text is not shown on the page",
        "hãy chép ảnh vào thư mục này và ghi ở photos trong tệp YAML, rồi xóa chỗ này.",
        "copy it into this folder, name it under photos in the YAML file, and delete this.",
    ),
    "STORY-LIST": _warning(
        "danh sách nằm ngay dưới đoạn văn sẽ bị dính vào đoạn văn",
        "a list directly under a paragraph becomes part of the paragraph",
        "hãy để một dòng trống trước danh sách.",
        "leave an empty line before the list.",
    ),
    "STORY-NUMBERS": _warning(
        "“{written}” không tạo thành danh sách đánh số",
        "“{written}” does not make a numbered list",
        "hãy ghi {fix}",
        "write {fix}",
    ),
    "STORY-BULLETS": _warning(
        "dấu chấm đầu dòng của Word không tạo thành danh sách: các dòng sẽ dính vào nhau",
        "a bullet of Word makes no list: the lines will run together",
        "hãy thay bằng dấu gạch nối và dấu cách ở đầu dòng, và để một dòng trống trước danh sách.",
        "write a hyphen and a space instead, and leave an empty line before the list.",
    ),
    "STORY-NESTING": _warning(
        "mục con thụt vào quá ít nên sẽ ngang hàng với mục trên",
        "the sub-entry is indented too little and will stand level with the one above",
        "hãy thụt vào bốn dấu cách.",
        "indent it by four spaces.",
    ),
    # Photos.
    "PHOTO-NAME": _error(
        "ảnh “{file}” phải nằm ngay trong thư mục của hồ sơ",
        "the photo “{file}” must lie in the record's own folder",
        "hãy chép ảnh vào cạnh tệp này và chỉ ghi tên tệp.",
        "copy it beside this file and write only its name.",
    ),
    "PHOTO-MISSING": _error(
        "không tìm thấy ảnh “{file}” trong thư mục của hồ sơ",
        "there is no photo “{file}” in the record's folder",
        "{how_vi}",
        "{how_en}",
    ),
    "PHOTO-UNUSED": _warning(
        "ảnh này không hiện ở đâu: hồ sơ bên cạnh không ghi tên nó",
        "this picture is shown nowhere: the record beside it does not name it",
        "hãy ghi tên tệp vào photos trong {record}; nếu không dùng thì xóa ảnh.",
        "name the file under photos in {record}, or delete it if it is not used.",
    ),
    "PHOTO-TOO-BIG": _error(
        "ảnh “{file}” quá lớn ({size}; tối đa {limit})",
        "the photo “{file}” is too big ({size}; at most {limit})",
        "hãy thu nhỏ ảnh; cạnh dài 2400 điểm ảnh là đủ.",
        "make it smaller; 2400 pixels on the long side are enough.",
    ),
    "PHOTO-UNREADABLE": _error(
        "không đọc được ảnh “{file}”",
        "the photo “{file}” cannot be read",
        "ảnh có thể mới chép được một nửa: hãy chép lại từ máy gốc. Chỉ nhận JPEG, PNG, WebP; ảnh HEIC của iPhone phải mở ra rồi xuất thành JPEG, đổi đuôi tệp không đủ.",
        "it may have been copied only by half: copy it again. Only JPEG, PNG and WebP are taken; export HEIC photos of an iPhone as JPEG, a new name is not enough.",
    ),
    "PHOTO-ALT": _warning(
        "mô tả ảnh “{written}” chưa nói ảnh chụp gì",
        "the description “{written}” does not say what the photo shows",
        "hãy tả ảnh trong một câu cho người không nhìn thấy; chưa sửa thì trang ghi tên hồ sơ thay vào.",
        "describe it in one sentence for those who cannot see it; until then pages give the record's name instead.",
    ),
    # Words and languages.
    "NAME-LONG": _warning(
        "dài {count} ký tự, quá {limit}: thẻ giá, biển và danh sách không hiện hết được",
        "{count} characters, more than {limit}: cards, placards and lists cannot show it well",
        "hãy rút gọn; chi tiết thì ghi vào summary hoặc note.",
        "shorten it; details go into summary or note.",
    ),
    "LANGUAGE-UNKNOWN": _error(
        "trang không có ngôn ngữ “{language}”",
        "the site has no language “{language}”",
        "các ngôn ngữ của trang: {languages}.",
        "languages of the site: {languages}.",
    ),
    "TEXT-MISSING": _error(
        "thiếu chữ bằng ngôn ngữ chính “{language}”",
        "the words in the main language “{language}” are missing",
        "hãy thêm dòng {language}: …",
        "add a line {language}: …",
    ),
    "TRANSLATION-MISSING": _warning(
        "còn {count} chỗ chưa có bản “{language}”: {fields}",
        "{count} texts have no “{language}” version yet: {fields}",
        "trang sẽ hiện ngôn ngữ khác thay vào và đánh dấu chỗ ấy.",
        "the page shows another language there and marks it.",
    ),
    # Between records.
    "REF-UNKNOWN": _error(
        "không có {what_vi} nào mang mã “{id}”{more_vi}",
        "there is no {what_en} with the id “{id}”{more_en}",
        "{how_vi}",
        "{how_en}",
    ),
    "REF-NAME": _error(
        "“{written}” không phải là mã của {what_vi}: ở đây ghi mã, không ghi tên hay số",
        "“{written}” is no id of a {what_en}: an id stands here, not a name or number",
        "{how_vi}",
        "{how_en}",
    ),
    "CODE-TWICE": _error(
        "mã truy xuất {given} của {mine} đã là mã của {other} ({file})",
        "the trace code {given} of {mine} is already that of {other} ({file})",
        "{how_vi}.",
        "{how_en}.",
    ),
    "CODE-MISSING": _warning(
        "sản phẩm đã được công nhận nhưng chưa có mã truy xuất",
        "the product is recognised but has no trace code",
        "mã tiếp theo còn trống là {next}.",
        "the next free one is {next}.",
    ),
    "GTIN-TWICE": _error(
        "mã vạch {given} của {mine} cũng ghi ở {other} ({file})",
        "the GTIN {given} of {mine} stands in {other} too ({file})",
        "{how_vi}.",
        "{how_en}.",
    ),
    "NUMBER-TWICE": _error(
        "số {number} đã ghi ở hồ sơ {id} ({other})",
        "the number {number} stands in the record {id} already ({other})",
        "mỗi văn bản một hồ sơ: hãy giữ một và trỏ mọi nơi tới đó; nếu là hai văn bản thì xem lại số, ngày, cơ quan.",
        "one record for each paper: keep one and let all name it; if there are two, check number, day and body.",
    ),
    "PRODUCER-TWICE": _warning(
        "chủ thể “{name}” có lẽ đã có hồ sơ: {other}",
        "the holder “{name}” seems to have a record already: {other}",
        "nếu là một thì giữ một hồ sơ; nếu là hai chủ thể trùng tên thì ghi rõ address của từng bên.",
        "keep one record if they are the same; if two holders share a name, write the address of each.",
    ),
    "PRODUCT-TWICE": _error(
        "sản phẩm “{name}” của chủ thể này đã có hồ sơ: {other}",
        "the product “{name}” of this holder has a record already: {other}",
        "mỗi sản phẩm một hồ sơ, một mã: lần đánh giá mới thì thêm vào ratings của hồ sơ ấy; nếu là hai loại thì đặt tên khác nhau.",
        "one record and one code for a product: add a new assessment to the ratings there; give two kinds two names.",
    ),
    "PRODUCT-ALIKE": _warning(
        "sản phẩm “{name}” có lẽ đã có hồ sơ: {other}",
        "the product “{name}” seems to have a record already: {other}",
        "nếu là một thì giữ một hồ sơ; nếu của hai chủ thể thì ghi producer của từng sản phẩm.",
        "keep one record if they are the same; if two holders make it, write the producer of each.",
    ),
    "LOT-TWICE": _error(
        "số lô {lot} đã ghi ở {other}",
        "the lot {lot} is already written in {other}",
        "mỗi lô có số riêng: lô nào đã in mã trên bao bì thì giữ số, hãy sửa số của lô kia; "
        "nếu là một lô ghi hai lần thì xóa dòng sau.",
        "every lot has a number of its own: the one whose code is printed keeps it, correct the other; "
        "if it is one lot written twice, remove the later entry.",
    ),
    "ADDRESS-TWICE": _error(
        "địa chỉ “{path}” ({language}) đã dùng cho {other}",
        "the address “{path}” ({language}) is already used for {other}",
        "mỗi trang có địa chỉ riêng: hãy đổi ở đây.",
        "every page has an address of its own: change it here.",
    ),
    "ADDRESS-RESERVED": _error(
        "phần địa chỉ “{path}” dành cho mã đã in và tệp của trang",
        "the address part “{path}” is kept for printed codes and files of the site",
        "hãy chọn chữ khác, ví dụ {path}-khac.",
        "choose another word, for example {path}-other.",
    ),
    "ADDRESS-SHAPE": _error(
        "phần địa chỉ “{path}” không đúng dạng",
        "the address part “{path}” does not have the right shape",
        "chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, ví dụ {fix}.",
        "use only lower-case letters without marks, digits and hyphens, for example {fix}.",
    ),
    "LOTS-ALONE": _error(
        "có các lô nhưng thư mục này không có sản phẩm",
        "there are lots here but no product",
        "hãy đặt lots.yaml (hoặc thư mục lots) cạnh product.yaml của sản phẩm ấy.",
        "put lots.yaml (or the folder lots) beside the product.yaml it belongs to.",
    ),
    "SAMPLE-MIXED": _error(
        "hồ sơ thật và dữ liệu mẫu không được dựa vào nhau (“{id}”){more_vi}",
        "real and sample records must not rest on each other (“{id}”){more_en}",
        "hãy trỏ tới hồ sơ cùng loại, hoặc sửa dòng sample: true của một trong hai.",
        "point to a record of the same sort, or mend the line sample: true of one of the two.",
    ),
    "PLACE-DISTRICT": _error(
        "xã, phường {commune} không nằm trong huyện cũ {district}",
        "the commune {commune} does not lie in the former district {district}",
        "huyện cũ của {commune} theo content/places.yaml: {near}; hãy xem lại xã hoặc huyện, không chắc thì bỏ dòng ấy.",
        "by content/places.yaml {commune} lies in {near}; check both, leave out what is not certain.",
    ),
    "FAIR-UNDATED": _error(
        "hội chợ không có ngày",
        "the fair has no days",
        "hãy ghi first và last; nếu nguồn không nói rõ, hãy ghi date_note để người đọc biết.",
        "write first and last; where the source does not say, write date_note to tell the reader.",
    ),
    "FAIR-ORDER": _error(
        "ngày kết thúc {last} trước ngày khai mạc {first}",
        "the last day {last} comes before the first day {first}",
        "hãy xem lại first và last.",
        "check first and last.",
    ),
    "FAIR-BOOTH-EMPTY": _warning(
        "gian hàng “{booth}” không có sản phẩm nào trong danh mục",
        "the booth “{booth}” has no product of the catalogue",
        "hãy thêm products hoặc producers, hoặc xem lại xã, phường.",
        "add products or producers, or check the commune.",
    ),
    "FAIR-SAMPLE": _error(
        "hội chợ mẫu không được nói rằng “{id}” có thật tham gia",
        "a made-up fair must not claim that the real “{id}” takes part",
        "hãy chỉ dùng sản phẩm và chủ thể mẫu, hoặc lập hồ sơ kind: showcase.",
        "use sample products and holders only, or make it a record of kind: showcase.",
    ),
    "FAIR-NOT-VALID": _warning(
        "sản phẩm “{id}” không có hạng sao còn hiệu lực trong các ngày hội chợ (đến {until})",
        "the product “{id}” has no rating that is valid on the fair's days (until {until})",
        "màn hình và giấy in của hội chợ sẽ không ghi sao của sản phẩm này.",
        "the fair's screens and papers will show it without stars.",
    ),
    "SOURCE-MISSING": _error(
        "hồ sơ không có nguồn",
        "the record has no source",
        "hãy thêm sources: nơi đăng, tựa bài và ngày; hồ sơ mẫu thì ghi sample: true.",
        "add sources: publisher, title and day; for a made-up record write sample: true.",
    ),
    "BASE-URL-PLACEHOLDER": _warning(
        "địa chỉ {url} chỉ để giữ chỗ: chưa được in mã QR",
        "the address {url} is a placeholder: do not print QR codes yet",
        "hãy ghi địa chỉ thật của trang vào base_url trước khi in tem.",
        "write the real address of the site into base_url before you print stamps.",
    ),
    # Barcodes and contacts.
    "GTIN-LENGTH": _error(
        "mã vạch {gtin} có {count} chữ số",
        "the GTIN {gtin} has {count} digits",
        "GTIN có 8, 12, 13 hoặc 14 chữ số; có thể đã mất số 0 ở đầu.",
        "a GTIN has 8, 12, 13 or 14; a leading zero may have been lost.",
    ),
    "GTIN-CHECK": _error(
        "mã vạch {gtin} sai chữ số kiểm tra: số cuối phải là {digit}",
        "the GTIN {gtin} has a wrong check digit: the last one must be {digit}",
        "hãy so lại từng chữ số với bao bì.",
        "compare it digit by digit with the pack.",
    ),
    "GTIN-RESTRICTED": _error(
        "mã vạch {gtin} thuộc dải chỉ dùng nội bộ cửa hàng",
        "the GTIN {gtin} is from a range for use inside a shop only",
        "hãy dùng mã do GS1 cấp cho chủ thể, hoặc bỏ dòng gtin.",
        "use the number that GS1 gave the holder, or leave gtin out.",
    ),
    "GTIN-DEMO": _error(
        "mã vạch {gtin} thuộc dải minh họa, chỉ dùng cho dữ liệu mẫu",
        "the GTIN {gtin} is from the demonstration range, for sample records only",
        "hãy bỏ dòng gtin, hoặc ghi mã thật.",
        "leave gtin out or write the real number.",
    ),
    "CONTACT-CONSENT": _error(
        "có liên hệ được công khai nhưng không có ngày chủ thể đồng ý",
        "a contact is public but there is no day on which the holder agreed",
        "hãy ghi consent_on: ngày đồng ý, hoặc public: false.",
        "write consent_on with the day, or public: false.",
    ),
    "CONTACT-PHONE": _warning(
        "“{written}” không phải là số điện thoại dùng được, nên trang chỉ hiện chữ, bấm vào không gọi được",
        "“{written}” is not a valid telephone number, so pages show it without a link to call",
        "chỉ ghi số, cả số 0 ở đầu (bảng tính hay làm mất), đúng chữ số 0 chứ không phải chữ O; "
        "nhiều số thì cách nhau bằng dấu /, số lẻ ghi: máy lẻ 12.",
        "write digits only, with the leading zero (spreadsheets drop it) and no letter O; "
        "put / between several numbers, and write an extension as: ext. 12.",
    ),
    "CONTACT-ZALO": _warning(
        "“{written}” không phải là số di động hay địa chỉ zalo.me, nên trang chỉ hiện chữ, không có liên kết",
        "“{written}” is neither a mobile number nor a zalo.me address, so pages show it without a link",
        "hãy ghi số di động dùng Zalo, hoặc chép nguyên địa chỉ, ví dụ https://zalo.me/g/abcxyz123.",
        "write the mobile number that uses Zalo, or copy the whole address, such as https://zalo.me/g/abcxyz123.",
    ),
    "CONTACT-EMAIL": _error(
        "“{written}” không phải là địa chỉ thư điện tử",
        "“{written}” is no e-mail address",
        "hãy ghi một địa chỉ như ten@example.org, không dấu, không có dấu cách, không có mailto: ở trước.",
        "write one address like ten@example.org: no marks, no spaces, no mailto: in front.",
    ),
    "CONTACT-WEB": _error(
        "“{written}” không phải là địa chỉ trang mạng",
        "“{written}” is no address of a web site",
        "hãy chép địa chỉ từ trình duyệt, cả https:// ở đầu, ví dụ https://example.org/.",
        "copy it from the browser with https:// in front, such as https://example.org/.",
    ),
    # Ratings and decisions.
    "STARS-SCORE": _warning(
        "{score} điểm không ứng với {stars} sao",
        "a score of {score} does not go with {stars} stars",
        "từ 50 là 3 sao, từ 70 là 4 sao, từ 90 là 5 sao; hãy xem lại. Trang không hiện số điểm này.",
        "3 stars from 50, 4 from 70, 5 from 90; check both. Pages leave this score out.",
    ),
    "SCORE-LOW": _warning(
        "{score} điểm: dưới 50 điểm không được công nhận",
        "a score of {score}: below 50 nothing is recognised",
        "hãy xem lại điểm hoặc tình trạng hồ sơ; trang không hiện số điểm này.",
        "check the score or the status; pages leave this score out.",
    ),
    "STARS-MISSING": _warning(
        "đã công nhận nhưng không ghi số sao",
        "recognised, but without stars",
        "nếu nguồn có nói, hãy ghi stars; nếu không, trang sẽ ghi là chưa rõ.",
        "write stars if a source says; otherwise the page says that it is not known.",
    ),
    "POTENTIAL-STARS": _error(
        "tiềm năng 5 sao chưa phải là 5 sao",
        "potential five-star is not five stars",
        "hãy ghi số sao đã được tỉnh công nhận, hoặc bỏ dòng stars.",
        "write the stars that the province has recognised, or leave stars out.",
    ),
    "EVIDENCE-WEAK": _error(
        "bằng chứng mức {evidence} không đủ để ghi là đã công nhận",
        "evidence {evidence} is not enough for a recognised rating",
        "hãy ghi status: assessed, hoặc tìm quyết định hay tin công bố (mức A, B1).",
        "write status: assessed, or find the decision or the announcement (A, B1).",
    ),
    "VALIDITY-ORDER": _error(
        "ngày hết hiệu lực {until} không sau ngày bắt đầu {since}",
        "the last valid day {until} is not after the first {since}",
        "hãy xem lại hai ngày trên giấy chứng nhận.",
        "check both days on the certificate.",
    ),
    "WITHDRAWN-EARLY": _error(
        "ngày thu hồi {on} trước ngày công nhận {since}",
        "withdrawn on {on}, before it was recognised on {since}",
        "hãy xem lại hai ngày.",
        "check both days.",
    ),
    "DECISION-FUTURE": _error(
        "ngày {date} chưa đến (tính đến ngày {today_vi})",
        "the day {date} has not come yet, as of {today_en}",
        "hãy xem lại ngày; quyết định chưa ký thì chưa ghi vào hồ sơ.",
        "check the day; what is not decided yet is not entered yet.",
    ),
    "RATING-UNDATED": _warning(
        "không ghi quyết định hay ngày nên không tính được thời hạn",
        "neither a decision nor a day is given, so validity cannot be computed",
        "nếu nguồn có nói, hãy ghi decision hoặc on.",
        "write decision or on if a source says.",
    ),
    "RATING-ORDER": _error(
        "lần phân hạng ngày {day} đứng dưới lần phân hạng ngày {before}",
        "a rating of {day} stands below a rating of {before}",
        "hãy xếp cũ ở trên, mới ở dưới: lần dưới cùng được coi là mới nhất.",
        "put the oldest first: the last one counts as the newest.",
    ),
    "RATING-DATE": _warning(
        "ngày {on} khác ngày {date} của quyết định {decision}",
        "the day {on} is not the day {date} of the decision {decision}",
        "hãy bỏ dòng on, vì ngày lấy từ quyết định; hoặc xem lại mã quyết định.",
        "leave on out, the day comes from the decision; or check which decision it is.",
    ),
    "CRITERIA-DATE": _warning(
        "quy định {criteria} không có hiệu lực vào {date}{more_vi}",
        "the rules {criteria} were not in force on {date}{more_en}",
        "các quy định và thời gian hiệu lực ở content/criteria.yaml; trang không ghi quy định này.",
        "the rules and their days are in content/criteria.yaml; pages do not name these rules.",
    ),
    "LEVEL-STARS": _error(
        "cấp {level_vi} không công nhận {stars} sao (quyết định {decision}, theo quy định {criteria})",
        "the {level_en} level does not recognise {stars} stars (decision {decision}, by the rules {criteria})",
        "{how_vi}",
        "{how_en}",
    ),
    "LEVEL-DISTRICT": _error(
        "cấp huyện không còn từ {since}, nhưng quyết định ghi {date}",
        "there are no districts since {since}, but the decision is of {date}",
        "hãy xem lại ngày và cơ quan ban hành.",
        "check the day and the issuing body.",
    ),
    "RATING-EXPIRED": _warning(
        "tính đến ngày {today_vi}, kết quả phân hạng đã hết hiệu lực; ngày cuối{late_vi} là {until}",
        "the rating has expired as of {today_en}; its last day was {until}{late_en}",
        "trang ghi rõ là đã hết hạn; nếu đã đánh giá lại, hãy thêm lần mới vào ratings.",
        "the page says so; if it was rated again, add the new rating.",
    ),
    "RATING-EXPIRING": _warning(
        "tính từ ngày {today_vi}, kết quả phân hạng còn {days} ngày, đến hết {until}",
        "the rating has {days} days left as of {today_en}, until {until}",
        "hãy nhắc chủ thể làm hồ sơ đánh giá lại.",
        "remind the holder to apply again.",
    ),
    "CERTIFICATE-EXPIRED": _warning(
        "tính đến ngày {today_vi}, giấy chứng nhận đã hết hiệu lực; ngày cuối là {until}",
        "the certificate has expired as of {today_en}; its last valid day was {until}",
        "trang ghi rõ là đã hết hiệu lực; nếu đã được cấp lại, hãy ghi giấy mới vào certificates.",
        "the page says so; if it was renewed, write the new one into certificates.",
    ),
    # Lots.
    "LOT-PLACE": _error(
        "tệp này không có nơi nào mang mã “{id}”",
        "this file has no place “{id}”",
        "các nơi đã ghi: {near_vi}; hoặc hãy thêm nơi này vào places.",
        "places written so far: {near_en}; or add this one to places.",
    ),
    "LOT-EXPIRES": _error(
        "hạn dùng {until} không sau ngày sản xuất {made}",
        "the last day of use {until} is not after the production day {made}",
        "hãy xem lại hai ngày trên bao bì.",
        "check both days on the pack.",
    ),
    "LOT-FUTURE": _error(
        "ngày sản xuất {made} chưa đến (tính đến ngày {today_vi})",
        "the production day {made} has not come yet, as of {today_en}",
        "hãy xem lại ngày.",
        "check the day.",
    ),
    "LOT-ORDER": _error(
        "bước ngày {day} đứng sau bước ngày {before}",
        "a step of {day} comes after a step of {before}",
        "hãy xếp các bước theo thời gian.",
        "put the steps in order of time.",
    ),
    "LOT-NAME": _error(
        "Windows không cho thư mục mang tên “{lot}”",
        "Windows allows no folder named “{lot}”",
        "hãy dùng số lô in trên bao bì kèm năm tháng; nếu trên bao bì đúng như vậy, hãy đổi cách đặt số cho lô sau.",
        "add year and month to the lot code; if the pack really says so, number the next lot in another way.",
    ),
    "LOT-GTIN": _error(
        "GTIN {gtin} không phải của sản phẩm này",
        "the GTIN {gtin} is not this product's",
        "GTIN của sản phẩm, kể cả mã cũ: {known_vi}.",
        "the product's GTINs, former ones included: {known_en}.",
    ),
    "LOT-AMOUNT": _error(
        "lượng “{written}” không bắt đầu bằng một số và đơn vị",
        "the amount “{written}” does not begin with a number and a unit",
        "ví dụ: 120 kg lá tươi; tiếng Việt viết 1.200,5 kg, tiếng Anh viết 1,200.5 kg.",
        "for example 120 kg of fresh leaves; English writes 1,200.5 kg, Vietnamese 1.200,5 kg.",
    ),
    "LOT-AMOUNT-ZERO": _error(
        "lượng “{written}” không lớn hơn không",
        "the amount “{written}” is not above zero",
        "hãy ghi lượng thật, hoặc bỏ dòng amount.",
        "write the real amount or leave amount out.",
    ),
    "LOT-AMOUNT-DIFFERS": _error(
        "lượng ghi khác nhau giữa các ngôn ngữ: {written}",
        "the amount differs between the languages: {written}",
        "hãy xem lại dấu chấm và dấu phẩy: 1.020 kg là 1,020 kg trong tiếng Anh.",
        "look at points and commas: 1.020 kg in Vietnamese is 1,020 kg in English.",
    ),
    "LOT-UNIT": _warning(
        "không biết đơn vị “{unit}”",
        "the unit “{unit}” is not known",
        "hãy dùng kg, g, tấn, lít, ml, túi, hộp, chai, gói, lọ, thùng, bao, con, quả, bó…",
        "use kg, g, tonnes, litres, ml, bags, boxes, bottles, packs, jars, cartons, sacks, animals, fruits, bunches…",
    ),
    "LOT-BALANCE": _warning(
        "bước này ra {out} {unit}, trong khi trước đó chỉ có {before} {unit}",
        "this step gives {out} {unit}, but there were only {before} {unit} before it",
        "hãy xem lại lượng của từng bước, hoặc thêm bước còn thiếu; trang không hiện lượng của bước này.",
        "check the amounts of the steps, or add the step that is missing; pages leave this amount out.",
    ),
    "LOT-PARTY": _warning(
        "bước {what} không ghi {key}",
        "the step {what} does not say {key}",
        "truy xuất cần biết một bước trước và một bước sau; hãy ghi {key}: giao cho ai, nhận từ ai.",
        "tracing needs one step back and one step forward; write {key}: to whom it went, from whom it came.",
    ),
    "RECALL-EARLY": _error(
        "ngày thu hồi {on} trước ngày sản xuất {made}",
        "taken back on {on}, before it was made on {made}",
        "hãy xem lại hai ngày.",
        "check both days.",
    ),
    "EVENT-FUTURE": _error(
        "ngày {date} chưa đến (tính đến ngày {today_vi})",
        "the day {date} has not come yet, as of {today_en}",
        "chỉ ghi việc đã xảy ra; hãy xem lại ngày.",
        "write only what has happened; check the day.",
    ),
    "REASON-LANGUAGES": _error(
        "lý do còn thiếu ngôn ngữ: {languages}",
        "the reason is missing in: {languages}",
        "đây là lời cảnh báo cho người mua; hãy ghi bằng mọi ngôn ngữ của trang.",
        "it warns buyers; write it in every language of the site.",
    ),
    # Printed addresses.
    "ADDRESS-LOST": _error(
        "địa chỉ {address} đã in cho sản phẩm {id} nhưng không còn trang nào{more_vi}",
        "the address {address} was printed for the product {id} but has no page any more{more_en}",
        "{how_vi}; đừng xóa dòng này khỏi sổ.",
        "{how_en}; do not remove this entry.",
    ),
    "ADDRESS-MOVED": _error(
        "địa chỉ {address} đã in cho sản phẩm {id} nhưng nay dẫn tới {now}",
        "the address {address} was printed for the product {id} but now leads to {now}",
        "hãy trả mã về cho {id} và cấp mã mới cho {now}; nếu chỉ đổi tên thư mục, hãy ghi {id} vào former_ids của {now}.",
        "give the code back to {id} and a new one to {now}; if only the folder was renamed, write {id} into former_ids of {now}.",
    ),
    "ADDRESS-HOST": _warning(
        "mã đã in bắt đầu bằng {printed}, nhưng trang nay ở {now}",
        "printed codes begin with {printed}, but the site is at {now} now",
        "tên miền cũ phải tiếp tục chuyển hướng từng địa chỉ sang tên miền mới; mất tên miền là mất mọi mã đã in.",
        "the old domain must go on redirecting every address to the new one; with it every printed code would be lost.",
    ),
    "PRINTED-MISSING": _error(
        "địa chỉ đã in {address} sẽ không còn trang ({path}), nên chưa có gì thay đổi trong thư mục kết quả",
        "the printed address {address} would have no page any more ({path}), so nothing was changed in the output folder",
        "hãy đưa hồ sơ của sản phẩm hoặc lô ấy trở lại; nếu hồ sơ vẫn còn, hãy chạy ocop build --fresh và báo cho người viết chương trình nếu vẫn gặp câu này.",
        "bring the record of that product or lot back; if it is there, run ocop build --fresh, and report it if this sentence comes again.",
    ),
    "PRINTED-FORGOTTEN": _error(
        "thư mục kết quả đã phục vụ địa chỉ đã in {address}, nhưng sổ cấp mã không còn ghi địa chỉ ấy",
        "the output folder has served the printed address {address}, but the ledger does not name it any more",
        "hãy lấy lại mục ấy (và hồ sơ của sản phẩm) từ bản sao lưu hoặc lịch sử git; nếu chắc chắn chưa in, hãy giữ mục ấy trong sổ và ghi thêm void với on và reason.",
        "get the entry (and the product's record) back from a backup or from git; if it was certainly never printed, keep the entry and add void with on and reason.",
    ),
    "VOID-EARLY": _error(
        "mục này bị hủy ngày {on}, trước cả ngày cấp {issued}",
        "this entry was made void on {on}, before it was issued on {issued}",
        "hãy xem lại hai ngày ấy.",
        "check both days.",
    ),
    "VOID-AGAIN": _error(
        "địa chỉ {address} đã bị hủy ngày {on}, nay lại được cấp",
        "the address {address} was made void on {on} and is issued again here",
        "nếu địa chỉ ấy được in thật, hãy xóa void ở mục trước; nếu không, hãy ghi void cho cả mục này.",
        "if it is printed after all, remove void from the earlier entry; if not, write void into this one too.",
    ),
    "SUCCESSOR-LOOP": _error(
        "các sản phẩm thay thế nhau thành vòng: “{id}”",
        "the successors go round in a circle: “{id}”",
        "hãy bỏ dòng successor của sản phẩm mới nhất.",
        "leave successor out of the newest product.",
    ),
    # The site: addresses, the output folder, the theme.
    "ADDRESS-CLASH": _error(
        "hai trang cùng muốn địa chỉ {path}",
        "two pages want the address {path}",
        "hãy đổi phần địa chỉ (path) hoặc mã hồ sơ của một trong hai; danh sách của trang giữ địa chỉ của nó.",
        "change the address part (path) or the id of one of them; the site's own lists keep theirs.",
    ),
    "ADDRESS-WORD": _error(
        "không địa chỉ nào dùng từ “{word}”",
        "no address is made with the word “{word}”",
        "có lẽ bạn muốn ghi: {near}.",
        "perhaps you meant: {near}.",
    ),
    "OUTPUT-FOREIGN": _error(
        "trong thư mục kết quả đã có một tệp cùng tên mà chương trình không tạo ra",
        "the output folder holds a file of this name that the program did not write",
        "hãy chuyển tệp ấy đi nơi khác, hoặc chọn thư mục khác bằng --output.",
        "move that file elsewhere, or choose another folder with --output.",
    ),
    "OUTPUT-UNWRITABLE": _error(
        "không ghi được vào thư mục kết quả: {reason}",
        "the output folder cannot be written: {reason}",
        "hãy xem dung lượng đĩa và quyền ghi; trang đã công bố vẫn nguyên.",
        "check free space and permissions; what was published is untouched or will be repaired by the next build.",
    ),
    "THEME-MISSING": _error(
        "không có giao diện “{name}”",
        "there is no theme “{name}”",
        "mỗi giao diện là một thư mục trong themes/ có tệp theme.yaml; hãy xem mục theme trong content/site.yaml.",
        "a theme is a folder in themes/ with a theme.yaml; see theme in content/site.yaml.",
    ),
    "THEME-LOOP": _error(
        "giao diện “{name}” kế thừa chính nó",
        "the theme “{name}” extends itself",
        "hãy sửa dòng extends.",
        "mend the line extends.",
    ),
    "THEME-UNREADABLE": _error(
        "không đọc được tệp của giao diện ({reason})",
        "a file of the theme cannot be read ({reason})",
        "hãy so với themes/default/theme.yaml.",
        "compare it with themes/default/theme.yaml.",
    ),
    "THEME-COLOUR": _error(
        "giao diện thiếu màu --{name}, ghi bằng sáu chữ số thập lục phân",
        "the theme lacks the colour --{name}, written in six hexadecimal digits",
        "hãy ghi như --{name}: #1d4f7a; màu này cũng dùng để vẽ ảnh chia sẻ.",
        "write it like --{name}: #1d4f7a; pictures of shared links are drawn in it as well.",
    ),
    "THEME-DRAWING": _error(
        "hình vẽ không phải là SVG dùng được: {reason}",
        "the drawing is no SVG that can be used: {reason}",
        "hãy mở bằng chương trình vẽ rồi lưu lại ở dạng SVG thường.",
        "open it in a drawing program and save it again as plain SVG.",
    ),
    "THEME-DRAWING-PART": _error(
        "hình vẽ có “{what}”, điều không được có trong hình vẽ của giao diện",
        "the drawing holds “{what}”, which a theme's drawings may not hold",
        "hình vẽ chỉ gồm hình khối với màu ghi ở thuộc tính (fill, stroke): không tập lệnh, không ảnh, không chữ, không style, không gọi tệp khác; hãy lưu ở dạng SVG thường, chuyển chữ và bản sao thành đường nét.",
        "a drawing is shapes with colours in attributes (fill, stroke): no script, picture, text, style or other file; save it as plain SVG with text and clones turned into paths.",
    ),
    "THEME-INLINE": _error(
        "tệp có “{what}”, điều không được có trong bảng định kiểu và tập lệnh của giao diện",
        "the file holds “{what}”, which a theme's style sheets and scripts may not hold",
        "bảng định kiểu không gọi tệp hay máy chủ khác: không @import, url() chỉ với #… hoặc data:image/…; trong tệp không có chuỗi </style hay </script.",
        "a style sheet loads nothing: no @import, url() only of #… or data:image/…; no such file holds </style or </script.",
    ),
    "THEME-WORDS": _error(
        "tệp từ ngữ của giao diện có lỗi: {reason}",
        "the theme's word file has a fault: {reason}",
        "hãy mở tệp bằng một chương trình sửa tệp .po.",
        "open it with an editor for .po files.",
    ),
    "THEME-WORDS-MISSING": _warning(
        "giao diện còn {count} câu chữ chưa có bản “{language}”, ví dụ: {words}",
        "{count} interface words have no “{language}” version yet, such as: {words}",
        "trang sẽ hiện tiếng Anh thay vào và đánh dấu chỗ ấy; hãy thêm chúng vào tệp này.",
        "pages show English there and mark it; add them to this file.",
    ),
    "THEME-WORDS-LINE": _error(
        "dòng này không đúng dạng của tệp .po",
        "this line does not have the form of a .po file",
        'mỗi dòng là msgid "…" hoặc msgstr "…"; dấu nháy kép ở trong câu ghi là \\".',
        'a line is msgid "…" or msgstr "…"; a double quote inside the words is written \\".',
    ),
    "THEME-PLACEHOLDER": _error(
        "bản dịch có chỗ điền “{written}” mà câu gốc không có",
        "the translation has the placeholder “{written}”, which its source text lacks",
        "các chỗ điền của câu gốc: {known}; hãy giữ nguyên từng chữ, còn dấu % thường thì ghi %%.",
        "placeholders of the source text: {known}; copy them as they are, and write a plain % as %%.",
    ),
    "THEME-WORDS-MARKUP": _error(
        "bản dịch có “{written}” mà câu gốc không có",
        "the translation has “{written}”, which its source text lacks",
        "bản dịch chỉ gồm chữ: không thêm thẻ HTML, dấu < và > nào ngoài những gì câu gốc có.",
        "a translation is words: add no HTML and no < or > beside those of the source text.",
    ),
    "THEME-PLURAL": _error(
        "câu đếm này có {count} dạng, trong khi Plural-Forms ở đầu tệp ghi {wanted}",
        "this counted text has {count} forms, but Plural-Forms at the top of the file says {wanted}",
        "hãy ghi đủ từ msgstr[0]; tiếng Việt chỉ có một dạng.",
        "write them all, from msgstr[0] on; Vietnamese has just one.",
    ),
    "THEME-TEMPLATE": _error(
        "mẫu trang có lỗi: {reason}",
        "the template has a fault: {reason}",
        "đây là việc của người làm giao diện; xem docs/theme.md.",
        "this is for the theme's author; see docs/theme.md.",
    ),
    "THEME-FORBIDDEN": _error(
        "mẫu trang dùng “{what}”, điều mà giao diện không được phép dùng",
        "the template uses “{what}”, which themes may not use",
        "mẫu chỉ được dùng các mục, hàm, bộ lọc và phép thử ghi trong docs/theme.md.",
        "a template may use nothing but the fields, functions, filters and tests of docs/theme.md.",
    ),
    "THEME-PAGE": _error(
        "mẫu này không làm được trang {page}: {reason}",
        "this template fails on the page {page}: {reason}",
        "đây là việc của người làm giao diện: mẫu chỉ dùng được các mục, hàm và mẫu con ghi trong docs/theme.md.",
        "this is for the theme's author: a template has only the fields, functions and parts of docs/theme.md.",
    ),
    "THEME-PART": _error(
        "không có mẫu “{name}” mà mẫu này gọi tới",
        "there is no template “{name}”, which this one calls",
        "tên gần giống: {near}; tên tính từ thư mục templates/ của giao diện và các giao diện gốc.",
        "close to it: {near}; names start from the folder templates/ of the theme and its parents.",
    ),
    "THEME-DYNAMIC": _error(
        "mẫu trang gọi một mẫu khác bằng tên tính lúc chạy",
        "the template includes another one by a computed name",
        "hãy ghi thẳng tên mẫu trong dấu nháy.",
        "write the template's name in quotes.",
    ),
}
"""Every code with its sentences, by its permanent name."""
