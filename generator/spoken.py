"""The command line's own sentences, Vietnamese and English."""

SPOKEN: dict[str, tuple[str, str]] = {
    "help": (
        "Dựng danh mục sản phẩm OCOP song ngữ thành trang tĩnh từ hồ sơ YAML và bài viết Markdown.",
        "Build a bilingual static catalogue of OCOP products from YAML records and Markdown stories.",
    ),
    "help-build": ("Dựng trang vào thư mục output/.", "Build the site into output/."),
    "help-check": ("Kiểm tra mọi hồ sơ, không ghi gì.", "Check every record and write nothing."),
    "help-serve": (
        "Dựng trang, mở trên máy này và dựng lại mỗi khi có thay đổi.",
        "Build the site, serve it on this machine and rebuild on every change.",
    ),
    "help-new": (
        "Tạo hồ sơ mới để điền: sản phẩm, chủ thể hoặc tin. ID là tên thư mục không dấu, ví dụ gao-nep.",
        "Write a new record to fill in: product, producer or news. ID is the folder's name, such as gao-nep.",
    ),
    "help-schema": (
        "Ghi lại lược đồ JSON cho trình soạn thảo và bảng giải thích các mục.",
        "Write the JSON Schemas for editors and the field reference.",
    ),
    "opt-lang": ("Ngôn ngữ của thông báo.", "Language of the messages."),
    "opt-root": ("Thư mục của dự án.", "Folder of the project."),
    "opt-output": ("Thư mục kết quả (mặc định: output/).", "Output folder (default: output/)."),
    "opt-base-url": (
        "Địa chỉ công bố, kể cả đường dẫn con, thay cho địa chỉ trong site.yaml.",
        "Public address, with a sub-path if there is one, instead of the one in site.yaml.",
    ),
    "opt-day": (
        "Ngày để tính thời hạn (mặc định: hôm nay).",
        "Day for which validity is computed (default: today).",
    ),
    "opt-fresh": ("Quên lần dựng trước, làm lại tất cả.", "Forget the last build and make everything anew."),
    "opt-links": (
        "absolute: cho máy chủ; relative: mở thẳng từ đĩa.",
        "absolute: for a host; relative: to open from the disk.",
    ),
    "opt-json": ("In các lỗi dưới dạng JSON.", "Print problems as JSON."),
    "opt-port": ("Cổng.", "Port."),
    "opt-place": (
        "Thư mục địa bàn của sản phẩm, ví dụ trang-dinh.",
        "The product's place folder, such as trang-dinh.",
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
    "written": ("Đã ghi {path}", "Written: {path}"),
    "cannot-write": ("Không ghi được {path}: {reason}", "Cannot write {path}: {reason}"),
    "serving": (
        "Đang mở tại {address} — nhấn Ctrl-C để dừng.",
        "Serving at {address} — press Ctrl-C to stop.",
    ),
    "port-taken": (
        "Cổng {port} đang bận; hãy chọn cổng khác bằng --port.",
        "Port {port} is in use; choose another with --port.",
    ),
    "stopped": (
        "Đã dừng. Lần dựng sau sẽ làm nốt phần còn lại.",
        "Stopped. The next build will do the rest.",
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
