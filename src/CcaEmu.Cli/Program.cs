using CcaEmu.Cli;
using CcaEmu.Cli.Commands;

var clock = new HostClock();
using CliConsole console = CliConsole.OfProcess();
return CcaEmuCommandLine.Run(args, console, clock);
