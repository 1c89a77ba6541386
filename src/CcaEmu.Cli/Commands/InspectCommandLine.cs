using System.CommandLine;
using CcaEmu.Cli.Output;
using CcaEmu.Diagnostics.Inspection;

namespace CcaEmu.Cli.Commands;

/// <summary><c>ccaemu inspect</c>: the tables of a machine at the end of a run.</summary>
internal static class InspectCommandLine
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console)
    {
        var inspect = new Command("inspect", "Runs an image to the realm's end and shows a table of the machine as it stands then.");
        foreach (string name in Inspections.Names)
            inspect.Add(One(name, console));
        return inspect;
    }

    private static Command One(string name, CliConsole console)
    {
        var json = new Option<bool>("--json") { Description = "Write it as JSON" };
        var command = new Command(name, $"Shows {Describe(name)}.") { json };
        var machine = new StoppedMachine();
        machine.AddTo(command);
        command.SetAction(parsed => machine.Look(parsed, console, emulation =>
        {
            InspectionTable table = Inspections.Of(name, emulation.Machine, emulation.Rmm.Inspector);
            if (parsed.GetValue(json))
                InspectionPrinter.PrintJson(console, table);
            else
                InspectionPrinter.Print(console, table);
        }));
        return command;
    }

    private static string Describe(string name) => name switch
    {
        "gpt" => "the Granule Protection Table, range by range",
        "granules" => "every granule that is not UNDELEGATED, with its state and GPI",
        "rtt" => "the translation tables of the realms as trees",
        "realms" => "the realms with the attributes of their RDs",
        "recs" => "the RECs",
        "tlb" => "what the TLBs hold",
        _ => "the interrupt controller: interfaces, list registers, pending and active interrupts",
    };
}
