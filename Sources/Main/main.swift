// Main: the program's door: hands the arguments to App and its exit code to the shell.
// May import App and Glibc only. Data comes from the command line.
import App
import Glibc

exit(Program.main())
