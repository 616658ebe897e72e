"""The command line's own sentences, Vietnamese and English."""

SPOKEN: dict[str, tuple[str, str]] = {
    "help": (
        "Dựng danh mục sản phẩm OCOP song ngữ thành trang tĩnh từ hồ sơ YAML và bài viết Markdown.",
        "Build a bilingual static catalogue of OCOP products from YAML records and Markdown stories.",
    ),
    "brief-issue": (
        "Ghi vào sổ cấp mã trước khi đem in, và cho biết địa chỉ phải in.",
        "Enter an address into the ledger before it is printed, and tell it.",
    ),
    "brief-new": ("Tạo hồ sơ mới để điền.", "Write a new record to fill in."),
    "brief-schema": (
        "Ghi lại lược đồ JSON và bảng giải thích các mục.",
        "Write the JSON Schemas and the field reference.",
    ),
    "brief-fair": (
        "Làm giấy in, danh sách và bản USB cho một hội chợ.",
        "Make a fair's sheets, lists and USB copy.",
    ),
    "help-build": ("Dựng trang vào thư mục output/.", "Build the site into output/."),
    "help-check": ("Kiểm tra mọi hồ sơ, không ghi gì.", "Check every record and write nothing."),
    "help-serve": (
        "Dựng trang, mở trên máy này và dựng lại mỗi khi có thay đổi.",
        "Build the site, serve it on this machine and rebuild on every change.",
    ),
    "help-new": (
        (
            "Tạo hồ sơ mới để điền: sản phẩm, chủ thể, tin, quyết định hoặc hội chợ. "
            "ID là tên thư mục hoặc tên tệp, không dấu, ví dụ gao-nep."
        ),
        (
            "Write a new record to fill in: product, producer, news, decision or fair. "
            "ID is the name of its folder or file, such as gao-nep."
        ),
    ),
    "help-fair": (
        (
            "Làm giấy in, danh sách và bản USB cho một hội chợ hoặc một tuyển chọn. "
            "NAME là tên tệp trong content/fairs, không có đuôi .yaml."
        ),
        (
            "Make the sheets, lists and USB copy of a fair or a selection. "
            "NAME is the name of its file in content/fairs, without .yaml."
        ),
    ),
    "opt-bundle": (
        "Ghi mọi thứ vào thư mục này: giấy in PDF, danh sách, bản USB; index.html chỉ cách in.",
        "Write everything into this folder: sheets as PDF, lists, USB copy; index.html tells how to print.",
    ),
    "opt-in": ("Ngôn ngữ của giấy in.", "Language of the sheets."),
    "opt-by": (
        "Danh mục in xếp theo xã, phường; huyện cũ; hoặc nhóm sản phẩm.",
        "What the printed catalogue is arranged by.",
    ),
    "fair-where": (
        "Hãy ghi --output THƯ_MỤC để làm tất cả, hoặc --usb THƯ_MỤC để chỉ làm bản USB.",
        "Write --output DIR for everything, or --usb DIR for the USB copy alone.",
    ),
    "fair-same": (
        "--output và --usb phải là hai thư mục khác nhau.",
        "--output and --usb must be two different folders.",
    ),
    "fair-language": (
        "Trang không có ngôn ngữ “{lang}”. Hiện có: {known}, both.",
        "The site has no language “{lang}”. There are: {known}, both.",
    ),
    "fair-taken": (
        "Chưa ghi gì: {path} đã có sẵn và không phải do lệnh này tạo ra. Hãy chọn thư mục khác.",
        "Nothing written: {path} is there already and was not made by this command. Choose another folder.",
    ),
    "fair-faults": (
        "Chưa làm gì: hãy sửa các lỗi trên rồi chạy lại.",
        "Nothing made: mend the errors above and run it again.",
    ),
    "fair-drawing": (
        (
            "Chưa làm gì: không in được hình vẽ {reason}. Giấy in chỉ vẽ được đường, hình tròn, elip và "
            "chữ nhật tô màu thường; hãy sửa hình vẽ của giao diện."
        ),
        (
            "Nothing made: a drawing cannot be printed: {reason}. Sheets draw paths, circles, ellipses and "
            "rectangles in plain colours only; mend the theme's drawing."
        ),
    ),
    "fair-code": (
        "Chưa làm gì: nội dung mã QR quá dài nên mã in ra quá nhỏ để quét: {reason}.",
        "Nothing made: a QR code would be too small to scan because it holds too much: {reason}.",
    ),
    "fair-letter": (
        (
            "Chưa làm gì: không phông chữ nào có {letters} trong “{words}”, mà giấy in không được thiếu chữ. "
            "Hãy viết bằng chữ khác. Chỗ ghi: {places}."
        ),
        (
            "Nothing made: no font has {letters} in “{words}”, and no letter may be missing in print. Write "
            "it with other letters. Where it stands: {places}."
        ),
    ),
    "fair-done": (
        "Xong: {files} tệp cho {products} sản phẩm. Hãy mở {start} để xem cách in.",
        "Done: {files} files for {products} products. Open {start} to see how to print.",
    ),
    "opt-usb": (
        "Ghi vào thư mục này (chẳng hạn trên USB) bản mở thẳng bằng trình duyệt, không cần mạng.",
        "Write a copy into this folder (on a USB stick) that any browser opens without a network.",
    ),
    "opt-max": (
        "Dung lượng tối đa của bản USB, ví dụ 2GB hoặc 500MB: ảnh sẽ nhỏ lại, không bỏ sản phẩm nào.",
        "Most that the USB copy may take, such as 2GB or 500MB: pictures get smaller, no product is dropped.",
    ),
    "bad-size": (
        "“{value}” không phải là dung lượng; hãy ghi như 2GB hoặc 500MB",
        "“{value}” is no size; write it like 2GB or 500MB",
    ),
    "no-fair": (
        "Không có hội chợ “{name}”. Hiện có: {known}.",
        "There is no fair “{name}”. There are: {known}.",
    ),
    "empty-fair": (
        "“{name}” chưa có sản phẩm nào của danh mục.",
        "“{name}” has no product of the catalogue yet.",
    ),
    "stick-size": (
        "Bản USB cần khoảng {size} MB; ảnh rộng nhất {widest} điểm.",
        "The USB copy needs about {size} MB; its widest pictures have {widest} pixels.",
    ),
    "stick-smaller": (
        "Ảnh đã được thu nhỏ cho vừa dung lượng cho phép; không bỏ sản phẩm nào.",
        "Pictures were made smaller to fit; no product was dropped.",
    ),
    "stick-too-big": (
        "Bản USB cần khoảng {size} MB dù ảnh đã nhỏ nhất, vượt mức {limit} MB. Chưa ghi gì.",
        "Even with the smallest pictures the USB copy needs {size} MB, above {limit} MB. Nothing written.",
    ),
    "stick-done": (
        "Xong: {products} sản phẩm, {pages} trang trong {output}. Hãy mở {start}.",
        "Done: {products} products, {pages} pages in {output}. Open {start}.",
    ),
    "help-schema": (
        "Ghi lại lược đồ JSON cho trình soạn thảo và bảng giải thích các mục.",
        "Write the JSON Schemas for editors and the field reference.",
    ),
    "help-issue": (
        (
            "Ghi vào sổ products/ledger.yaml rằng địa chỉ của một sản phẩm hoặc một lô được đưa đi in, "
            "và cho biết địa chỉ phải in."
        ),
        (
            "Record in products/ledger.yaml that the address of a product or a lot goes to print, "
            "and tell the address to be printed."
        ),
    ),
    "opt-issue-day": (
        "Ngày cấp (mặc định: hôm nay theo giờ Việt Nam).",
        "Day of issue (default: today in Vietnam).",
    ),
    "opt-lot": ("Số lô, nếu in theo lô.", "Lot code, where lots are printed."),
    "opt-copies": ("Số bản in.", "How many are printed."),
    "opt-use": ("In cho việc gì, ví dụ: tem in lô 1.", "What for, such as: stamps for lot 1."),
    "issued": (
        "Đã ghi vào {path}: {copies} bản. Địa chỉ phải in, không thêm dấu / ở cuối:\n{address}",
        "Recorded in {path}: {copies} copies. The address to print, without a final slash:\n{address}",
    ),
    "issue-faults": (
        "Chưa cấp: hãy sửa các lỗi trên trước khi in.",
        "Nothing was issued: mend the errors above before anything is printed.",
    ),
    "issue-unknown": (
        "Không có sản phẩm nào mang mã {identity}. Gần giống: {near_vi}.",
        "No product has the code {identity}. Close to it: {near_en}.",
    ),
    "issue-former": (
        "{identity} là mã cũ của {product}; nay chỉ in {now}.",
        "{identity} is a former code of {product}; print {now} from now on.",
    ),
    "issue-lot-unknown": (
        "Sản phẩm {product} không có lô {lot}. Các lô đã ghi: {near_vi}.",
        "The product {product} has no lot {lot}. Lots on record: {near_en}.",
    ),
    "issue-no-page": (
        "Sản phẩm {product} chưa có hạng sao nên chưa có trang truy xuất để in mã.",
        "The product {product} has no stars yet, so it has no trace page to print a code for.",
    ),
    "issue-placeholder": (
        "Chưa cấp: {url} chỉ là địa chỉ giữ chỗ. Hãy ghi địa chỉ thật vào base_url trong content/site.yaml.",
        "Nothing was issued: {url} is a placeholder. Write the real base_url into content/site.yaml.",
    ),
    "issue-gone": (
        "Không cấp mã mới: sản phẩm {product} đã ngừng sản xuất, hoặc lô đã bị thu hồi hay rút khỏi nơi bán.",
        "Nothing was issued: {product} is no longer made, or the lot was recalled or taken off sale.",
    ),
    "issue-void": (
        (
            "Không cấp mã mới: địa chỉ {address} đã bị hủy ngày {on} ({reason}). Nếu địa chỉ ấy sẽ được "
            "in thật, hãy xóa void ở mục ấy trong {path} rồi chạy lại lệnh."
        ),
        (
            "Nothing was issued: the address {address} was made void on {on} ({reason}). If it is to be "
            "printed after all, remove void from its entry in {path} and run the command again."
        ),
    ),
    "issue-ledger": (
        "Không thêm dòng vào {path} được: các dòng đã cấp phải là danh sách thường ở cuối tệp.",
        "No entry can be added to {path}: the entries must be a plain list at the end of the file.",
    ),
    "opt-lang": ("Ngôn ngữ của thông báo.", "Language of the messages."),
    "opt-root": ("Thư mục của dự án.", "Folder of the project."),
    "opt-output": (
        "Thư mục kết quả (mặc định: output/; với serve: một thư mục riêng của máy này).",
        "Output folder (default: output/; with serve a folder of this machine's own).",
    ),
    "opt-base-url": (
        "Địa chỉ công bố, kể cả đường dẫn con, thay cho địa chỉ trong site.yaml.",
        "Public address, with a sub-path if there is one, instead of the one in site.yaml.",
    ),
    "opt-day": (
        "Ngày để tính thời hạn (mặc định: hôm nay theo giờ Việt Nam).",
        "Day for which validity is computed (default: today in Vietnam).",
    ),
    "opt-fresh": ("Quên lần dựng trước, làm lại tất cả.", "Forget the last build and make everything anew."),
    "opt-links": (
        "absolute: cho máy chủ; relative: mở thẳng từ đĩa.",
        "absolute: for a host; relative: to open from the disk.",
    ),
    "opt-json": ("In các lỗi dưới dạng JSON.", "Print problems as JSON."),
    "opt-port": ("Số cổng trên máy này.", "Number of the port on this machine."),
    "opt-place": (
        "Thư mục địa bàn của sản phẩm, ví dụ trang-dinh.",
        "The product's place folder, such as trang-dinh.",
    ),
    "bad-folder": (
        "“{value}” không dùng làm thư mục được; hãy ghi đường dẫn của một thư mục, không phải của một tệp",
        "“{value}” cannot be a folder; write the path of a folder, not of a file",
    ),
    "bad-words": (
        "hãy ghi một dòng chữ, từ 1 đến {limit} ký tự",
        "write one line of words, 1 to {limit} characters",
    ),
    "bad-day": (
        "“{value}” không phải là ngày; hãy ghi năm-tháng-ngày, ví dụ 2026-11-21",
        "“{value}” is no day; write year-month-day, such as 2026-11-21",
    ),
    "bad-url": (
        "“{value}” không phải là địa chỉ; hãy ghi như https://ocop.example/duong-dan",
        "“{value}” is no address; write one like https://ocop.example/path",
    ),
    "bad-output": (
        "không dựng vào {output} được: thư mục ấy chứa hoặc là một phần của dữ liệu gốc",
        "cannot build into {output}: it holds, or is part of, the sources",
    ),
    "no-project": (
        (
            "{root} không phải là thư mục dự án: không có {file}. "
            "Hãy chạy lệnh trong thư mục dự án hoặc dùng --root."
        ),
        "{root} is not a project: it has no {file}. Run the command in the project's folder, or use --root.",
    ),
    "nothing-written": (
        "Chưa dựng lại: hãy sửa các lỗi trên. Trang cũ trong {output} vẫn nguyên.",
        "Not built: mend the errors above. What was in {output} is as it was.",
    ),
    "checked": ("Không có lỗi. Đã đọc {products} sản phẩm.", "No errors. {products} products read."),
    "counts": ("Số lỗi: {errors}. Số cảnh báo: {warnings}.", "Errors: {errors}. Warnings: {warnings}."),
    "warnings": (
        "Số cảnh báo: {count} ({codes}). Xem từng mục: ocop check",
        "Warnings: {count} ({codes}). See each: ocop check",
    ),
    "built": (
        (
            "Xong: {pages} trang, {products} sản phẩm trong {output}. "
            "Tạo {made} tệp, giữ {kept}, xóa {removed}; {seconds} giây."
        ),
        (
            "Done: {pages} pages, {products} products in {output}. "
            "{made} files made, {kept} kept, {removed} removed; {seconds} s."
        ),
    ),
    "progress": ("Đang dựng {done}/{all}", "Building {done}/{all}"),
    "waiting": (
        "Đang chờ một lệnh ocop khác đang ghi vào {path}; nhấn Ctrl-C để thôi.",
        "Waiting for another ocop command that writes into {path}; press Ctrl-C to give up.",
    ),
    "written": ("Đã ghi {path}", "Written: {path}"),
    "cannot-write": ("Không ghi được {path}: {reason}", "Cannot write {path}: {reason}"),
    "serving": (
        "Đang mở tại {address} — nhấn Ctrl-C để dừng.",
        "Serving at {address} — press Ctrl-C to stop.",
    ),
    "serve-foreign": (
        "Máy chủ xem thử này chỉ trả lời trên chính máy này: hãy mở bằng địa chỉ mà ocop serve đã in ra.",
        "This preview answers on this machine only: open it by the address that ocop serve printed.",
    ),
    "port-taken": (
        "Cổng {port} đang bận; hãy chọn cổng khác bằng --port.",
        "Port {port} is in use; choose another with --port.",
    ),
    "stopped": (
        "Đã dừng. Lần chạy sau sẽ làm nốt phần còn lại.",
        "Stopped. The next run will do the rest.",
    ),
    "usage": (
        "Lệnh chưa đúng: {message}\nXem: ocop --help",
        "Wrong usage: {message}\nSee: ocop --help",
    ),
    "faults": ("Có lỗi trong hồ sơ", "There are problems in the records"),
    "faults-hint": (
        "Sửa tệp rồi lưu; trang sẽ tự hiện lại.",
        "Mend the file and save it; the page will come back by itself.",
    ),
}
"""Key → (Vietnamese, English)."""

CLICK: dict[str, str] = {
    "Usage:": "Cách dùng:",
    "Options": "Tùy chọn",
    "Commands": "Lệnh",
    "Show this message and exit.": "Hiện phần giúp đỡ này.",
    "Show the version and exit.": "Hiện số phiên bản.",
    "default: {default}": "mặc định: {default}",
    "required": "phải có",
    "Missing command.": "Thiếu tên lệnh.",
    "Missing argument": "Thiếu",
    "Missing option": "Thiếu tùy chọn",
    "Choose from:\n\t{choices}": "Hãy chọn một trong:\n\t{choices}",
    "No such command {name!r}.": "Không có lệnh {name!r}.",
    "No such option {name!r}.": "Không có tùy chọn {name!r}.",
    "Did you mean {possibility}?": "Có phải là {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Có phải là một trong: {possibilities}?)",
    "Option {name!r} requires an argument.": "Sau {name!r} phải có một giá trị.",
    "Option {name!r} does not take a value.": "Sau {name!r} không ghi giá trị.",
    "Got unexpected extra argument ({args})": "Thừa: {args}",
    "Got unexpected extra arguments ({args})": "Thừa: {args}",
    "Invalid value: {message}": "Giá trị chưa đúng: {message}",
    "Invalid value for {param_hint}: {message}": "Giá trị của {param_hint} chưa đúng: {message}",
    "{value!r} is not one of {choices}.": "{value!r} không có trong các lựa chọn {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} không phải là số nguyên.",
    "{value} is not in the range {range}.": "{value} nằm ngoài khoảng {range}.",
}
"""What the library of the command line says by itself: English, which is its source text → Vietnamese."""
