@echo off
rem Double-click: a command line in the catalogue in which "ocop" is found.
chcp 65001 >nul
title OCOP
set OCOP_LANG=vi
set "PATH=%~dp0;%PATH%"
cd /d "%~dp0"
if exist danh-muc cd danh-muc
echo Gõ lệnh ocop, ví dụ: ocop check
cmd /k
