@echo off
rem The `portside` command of an installed Portside: the app runs it as Node would. `--` keeps Node from taking flags
rem such as --env-file for its own. Where cmd was told to read ! as it reads %, a word with one would lose it.
setlocal DisableDelayedExpansion
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\..\Portside.exe" -- "%~dp0..\app.asar\out\main\portside.js" %*
