@echo off
rem Gor en egen miljo av paketen i mappen hjul, utan nat, och startar programmet. Bara ASCII i den har filen.
setlocal
cd /d "%~dp0"
chcp 65001 >nul
set "PLATS=%LOCALAPPDATA%\isu\@MILJO@"
if not exist "hjul\" goto packad
if exist "%PLATS%\klar.txt" goto starta
set "PY=py -@PYTHON@"
%PY% -c "import sys; sys.exit(sys.version_info[:2] != (@TUPEL@))" >nul 2>&1 && goto gor
set "PY=python"
%PY% -c "import sys; sys.exit(sys.version_info[:2] != (@TUPEL@))" >nul 2>&1 && goto gor
type "texter\saknas.txt"
goto slut
:gor
type "texter\gor.txt"
%PY% -m venv --clear "%PLATS%" || goto fel
"%PLATS%\Scripts\python.exe" -m pip install -q --disable-pip-version-check --no-index --find-links hjul --require-hashes -r krav.txt || goto fel
>"%PLATS%\klar.txt" echo @MILJO@
:starta
"%PLATS%\Scripts\isu.exe" @KOMMANDO@
goto slut
:packad
type "texter\packa_upp.txt"
goto slut
:fel
type "texter\fel.txt"
:slut
pause
