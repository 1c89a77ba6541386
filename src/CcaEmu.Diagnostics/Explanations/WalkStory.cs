using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Evidence;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Machine.Inspection;

namespace CcaEmu.Diagnostics.Explanations;

/// <summary>Tells a translation in words: each descriptor of stage 1 and of stage 2, the GPI of each granule on the way, and who refused first.</summary>
/// <remarks>Arm ARM, D8.3 "VMSAv8-64 descriptor formats"; RMM specification (DEN0137), "RTT entry attributes".</remarks>
public static class WalkStory
{
    /// <summary>The translation that a scene holds.</summary>
    /// <param name="scene">A memory fault.</param>
    /// <param name="changes">Says who changed an entry last.</param>
    public static IEnumerable<string> Of(FaultScene scene, ChangeLog changes)
    {
        bool hasStage1 = scene.Walk.Any(step => step.Stage == 1);
        if (!hasStage1 && scene.Record.Source < ExceptionLevel.EL2 && (scene[Arm.Registers.SystemRegister.SCTLR_EL1] & SCTLR_ELx.M) == 0)
            yield return Text($"stage 1: the MMU is off (SCTLR_EL1.M = 0), so the address is the IPA: 0x{scene.Fault.Va:X}");
        foreach (string line in Steps(scene.Walk))
            yield return line;
        // Of a refusal by stage 1, the IPA is that of a table.
        bool isOfStage1 = scene.Fault is { Stage: 1, IsFault: true, Kind: not FaultKind.GranuleProtection } && scene.Record.FaultIpa is null;
        if (!isOfStage1 && scene.RttLeaf is { } leaf)
            yield return $"realm's table: {leaf}";
        yield return Refusal(scene.Fault, scene.RttLeaf);
        if (scene.Walk.Count == 0 && scene.Fault is { Kind: FaultKind.Translation, Stage: 1 })
            yield return Text($"no descriptor was read: the address is in the range of neither table, or its walk is disabled (TCR_EL1 = 0x{scene[Arm.Registers.SystemRegister.TCR_EL1]:X}: T0SZ, T1SZ, EPD0, EPD1)");
        foreach (string line in Who(scene, changes))
            yield return line;
    }

    /// <summary>The fetches of a walk, one line each.</summary>
    /// <param name="walk">The fetches.</param>
    public static IEnumerable<string> Steps(IEnumerable<WalkStep> walk)
    {
        foreach (WalkStep step in walk)
        {
            string read = step.WasRead ? Text($"0x{step.Descriptor:X16} {Meaning(step)}") : "not read";
            yield return Text($"stage {step.Stage} level {step.Level} at {step.Address}, GPI {step.Gpt.Gpi}: {read}");
        }
    }

    /// <summary>Who refused, in one line.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="leaf">The Realm's own entry where it is known.</param>
    public static string Refusal(in FaultRecord fault, RttEntryView? leaf) => fault.Kind switch
    {
        FaultKind.None => "nothing refused it",
        FaultKind.GranuleProtection => Text($"refused by the granule protection check: PA {fault.Pa} has GPI {fault.Gpc.Gpi} (GPT level {fault.Gpc.Level} entry at 0x{fault.Gpc.EntryAddress:X} = 0x{fault.Gpc.Entry:X})"),
        FaultKind.Alignment => Text($"refused for its alignment, before any descriptor: address 0x{fault.Va:X}"),
        FaultKind.ExternalAbort => Text($"nothing answers at PA {fault.Pa}"),
        _ when fault.Stage == 2 => Text($"refused by stage 2 at level {fault.Level}{(fault.S1PTW ? ", on the fetch of a descriptor of stage 1" : "")}: {Words(fault.Kind)}, IPA 0x{fault.Ipa:X}{(leaf is null ? "" : $" (HIPAS {leaf.Hipas}{(leaf.Ripas is { } ripas ? $", RIPAS {ripas.ToString().ToUpperInvariant()}" : "")})")}"),
        _ => Text($"refused by stage 1 at level {fault.Level}: {Words(fault.Kind)}"),
    };

    private static IEnumerable<string> Who(FaultScene scene, ChangeLog changes)
    {
        FaultRecord fault = scene.Fault;
        if (fault.Kind == FaultKind.GranuleProtection)
        {
            yield return changes.OfGranule(fault.Pa.Value, scene.Order) is { } granule ? SetBy(granule, scene.Record) : "no call before has changed that granule: it is as it was at boot";
            yield break;
        }
        if (fault.Stage != 2 || !fault.IsFault)
            yield break;
        if (scene.Record.TargetState == SecurityState.NonSecure)
        {
            yield return "set so by the hypervisor, which writes the stage 2 of an ordinary virtual machine itself, without a call";
            yield break;
        }
        ulong address = scene.Record.FaultIpa ?? fault.Ipa;
        yield return changes.OfIpa(scene.Rd, address, scene.Order) is { } change ? SetBy(change, scene.Record) : "no call before has changed that IPA: it is as the realm's creation left it";
    }

    // Each PE has its own clock, and one that was faster may show a later time for what came first.
    private static string SetBy(in Change change, in ExceptionRecord fault) =>
        $"set so by {change}" + (change.ModelledCycles > fault.ModelledCycles ? Text($", before the fault: the clock of PE{change.PeIndex} is ahead of that of PE{fault.PeIndex}") : "");

    private static string Meaning(in WalkStep step)
    {
        const ulong tableOrPage = 2;
        if ((step.Descriptor & 1) == 0)
            return step.Stage == 2 ? "invalid" : "invalid: no translation";
        if (step.Level < 3 && (step.Descriptor & tableOrPage) != 0)
            return Text($"table at 0x{step.Descriptor & 0x0000_FFFF_FFFF_F000:X}");
        return step.Stage == 1 ? Stage1(step) : Stage2(step);
    }

    private static string Stage1(in WalkStep step)
    {
        var leaf = new Stage1Descriptor(step.Descriptor);
        string rights = (leaf.IsReadOnly ? "read-only" : "read-write") + (leaf.AllowsEl0 ? ", EL0 too" : "") + (leaf.PXN ? ", PXN" : "") + (leaf.UXN ? ", UXN" : "");
        return Text($"{Kind(step.Level)} 0x{step.Descriptor & 0x0000_FFFF_FFFF_F000:X}, {rights}, AttrIndx {leaf.AttrIndx}, AF {(leaf.AF ? 1 : 0)}{(leaf.GP ? ", GP" : "")}");
    }

    private static string Stage2(in WalkStep step)
    {
        var leaf = new Stage2Descriptor(step.Descriptor);
        string rights = (leaf.AllowsRead ? "R" : "-") + (leaf.AllowsWrite ? "W" : "-") + (leaf.AllowsExecuteEl1 ? "X" : "-");
        return Text($"{Kind(step.Level)} 0x{step.Descriptor & 0x0000_FFFF_FFFF_F000:X} {rights}, MemAttr {leaf.MemAttr}, AF {(leaf.AF ? 1 : 0)}{(leaf.NS ? ", NS" : "")}");
    }

    private static string Words(FaultKind kind) => kind switch
    {
        FaultKind.Translation => "translation fault",
        FaultKind.AddressSize => "address size fault",
        FaultKind.AccessFlag => "Access flag fault",
        FaultKind.Permission => "permission fault",
        _ => kind.ToString(),
    };

    private static string Kind(int level) => level == 3 ? "page" : "block";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
