@echo off
setlocal
chcp 65001 >nul
set PYTHONUTF8=1
if not defined OCOP_LANG set OCOP_LANG=vi
"%~dp0python\python.exe" -m generator %*
