@echo off
rem Double-click: makes a catalogue the first time, then opens it in the browser for editing.
chcp 65001 >nul
title OCOP
cd /d "%~dp0"
if exist danh-muc\content\site.yaml goto open
echo Lập danh mục mới trong thư mục danh-muc. Tên tỉnh có dấu hay không dấu đều được.
set /p PROVINCE=Tên tỉnh: 
call ocop.cmd init danh-muc --province "%PROVINCE%" --yes
if errorlevel 1 goto end
:open
cd danh-muc
echo Đang mở danh mục. Muốn dừng thì đóng cửa sổ này.
call ..\ocop.cmd serve --edit --open
:end
pause
