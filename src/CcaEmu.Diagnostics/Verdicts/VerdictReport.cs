using System.Globalization;
using CcaEmu.Arm.Registers;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using CcaEmu.Diagnostics.Explanations;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Diagnostics.Worlds;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>Writes a verdict for people: what stopped, why and what to do first, then everything it rests on.</summary>
public static class VerdictReport
{
    private const int ShownEvents = 20;
    private const int MostSuspects = 4;

    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="verdict">The verdict.</param>
    public static void Write(TextWriter output, Verdict verdict)
    {
        CaseFile file = verdict.Case;
        Item(output, "what", file.What);
        WriteSuspects(output, verdict);
        if (file.Fault is { } fault)
            WriteFault(output, file, fault);
        else
            Item(output, "first fault", "none: no exception but calls and interrupts was taken");
        WriteLoop(output, file);
        WriteStandstill(output, file);
        WriteEvents(output, file);
    }

    private static void WriteSuspects(TextWriter output, Verdict verdict)
    {
        if (verdict.Best is not { } best)
        {
            Item(output, "cause", "unknown: nothing here fits a known cause; what follows is the evidence");
            return;
        }
        if (verdict.IsSure)
        {
            WriteSuspect(output, best, "cause");
            string[] others = [.. verdict.Suspects.Skip(1).Take(MostSuspects).Select(other => other.Cause.Id)];
            if (others.Length > 0)
                Item(output, "fits less", string.Join(", ", others));
            return;
        }
        Item(output, "cause", "not certain; these fit, the likeliest first:");
        int number = 1;
        foreach (Suspect suspect in verdict.Suspects.Take(MostSuspects))
            WriteSuspect(output, suspect, Invariant($"{number++}. ({suspect.Finding.Certainty} %)"));
    }

    private static void WriteSuspect(TextWriter output, Suspect suspect, string label)
    {
        Item(output, label, $"[{suspect.Cause.Id}] {suspect.Finding.Sentence}");
        string because = "because";
        foreach (string evidence in suspect.Finding.Evidence)
        {
            Item(output, because, evidence);
            because = "";
        }
        Item(output, "advice", suspect.Finding.Advice);
    }

    private static void WriteFault(TextWriter output, CaseFile file, FaultScene scene)
    {
        ExceptionRecord fault = scene.Record;
        double microseconds = VirtualClock.NanosecondsAt(fault.ModelledCycles) / 1000;
        Item(output, "first fault", fault.Cause + (fault.IsInjected ? ", injected by software above" : ""));
        Item(output, "", Invariant($"PE{fault.PeIndex}, {WorldNames.Of(fault.SourceState)} world, from {WorldNames.Of(fault.SourceState, fault.Source)} to {WorldNames.Of(fault.TargetState, fault.Target)}, at PC {file.Place(fault.ReturnAddress)}"));
        Item(output, "", Invariant($"after {fault.RetiredInstructions} instructions, at {microseconds:F3} us of modelled time"));
        if (file.Code is { } code)
            Items(output, "code", CodeListing.Around(code, fault.ReturnAddress));
        Items(output, "registers", RegistersThatMatter(file, scene));
        Items(output, "syndrome", [Invariant($"ESR 0x{fault.Syndrome.Value:X8}"), .. EsrFields.Of(fault.Syndrome).Select(field => $"  {field}")]);
        if (fault.OriginalSyndrome is { } original && original != fault.Syndrome)
            Items(output, "to the RMM", [Invariant($"ESR_EL2 0x{original.Value:X8}: {EsrFormatter.Format(original)}")]);
        bool isMemory = fault.Syndrome.IsDataAbort || fault.Syndrome.IsInstructionAbort || fault.Syndrome.EC == ExceptionClass.GranuleProtectionCheck;
        if (isMemory)
            Items(output, "translation", WalkStory.Of(scene, file.Evidence.Changes));
        int after = (int)Math.Min(file.Evidence.Scenes.Total - 1, int.MaxValue);
        if (after > 0)
            Item(output, "and", Invariant($"{after} more abnormal exceptions, of which {file.Evidence.Scenes.Scenes.Count(other => other.IsHandled)} kept here were handled by the guest"));
    }

    private static IEnumerable<string> RegistersThatMatter(CaseFile file, FaultScene scene)
    {
        string registers = "";
        if (scene.Record.FaultAddress is { } far)
            registers += Invariant($"FAR {file.Place(far)}, ");
        if (scene.Record.FaultIpa is { } ipa)
            registers += Invariant($"IPA 0x{ipa:X}, ");
        yield return registers + $"SPSR {scene.Record.SavedState}";
        if (!scene.IsGuests)
            yield break;
        var named = new SortedSet<int>();
        if (scene.Word is { } word)
        {
            named.Add((int)(word & 31));
            named.Add((int)(word >> 5 & 31));
            if ((word >> 25 & 0b0101) == 0b0100 || (word >> 25 & 7) == 0b101)
                named.Add((int)(word >> 16 & 31));
        }
        string values = string.Concat(named.Where(n => n < 30).Select(n => Invariant($"x{n} 0x{scene.X[n]:X}, ")));
        yield return Invariant($"{values}x30 {file.Place(scene.X[30])}, sp 0x{scene.SP:X}");
        yield return Invariant($"SCTLR_EL1 0x{scene[SystemRegister.SCTLR_EL1]:X}, VBAR_EL1 0x{scene[SystemRegister.VBAR_EL1]:X}, TTBR0_EL1 0x{scene[SystemRegister.TTBR0_EL1]:X}, TCR_EL1 0x{scene[SystemRegister.TCR_EL1]:X}, MAIR_EL1 0x{scene[SystemRegister.MAIR_EL1]:X}, CPACR_EL1 0x{scene[SystemRegister.CPACR_EL1]:X}");
    }

    private static void WriteLoop(TextWriter output, CaseFile file)
    {
        if (file.Loop is not { } loop)
            return;
        if (loop.HasException)
        {
            Item(output, "no progress", Invariant($"PE{loop.PeIndex}: the same exceptions again and again, the last at {file.Place(loop.From)}"));
            return;
        }
        Item(output, "no progress", Invariant($"PE{loop.PeIndex} in {WorldNames.Of(loop.State, loop.Level)}: {loop.Words.Count} instruction{(loop.Words.Count == 1 ? "" : "s")} again and again{(loop.IsProven ? ", with the same registers each time" : "")}"));
        Items(output, "code", loop.Words.Take(16).Select(step => Invariant($"  0x{step.Address:X}  {step.Word:x8}  {Causes.InstructionFacts.Text(step.Word, step.Address)}  {file.Place(step.Address)}")));
    }

    // What stands still, where nothing faulted.
    private static void WriteStandstill(TextWriter output, CaseFile file)
    {
        if (file.Fault is not null || file.End is not { } end)
            return;
        Items(output, "PEs", end.Pes.Select(pe => Invariant($"PE{pe.Index} {(pe.IsOn ? pe.IsWaiting ? "sleeps" : "runs" : "is off")} in {WorldNames.Of(pe.State, pe.Level)} at {file.Place(pe.PC)}")));
        Items(output, "RECs", end.Recs.Select(rec => Invariant($"REC 0x{rec.Rec:X} mpidr 0x{rec.Mpidr:X} {rec.State}{(rec.IsRunnable ? "" : ", not runnable")}, pending {rec.Pending}, PC {file.Place(rec.Pc)}")));
    }

    // Calls that repeat themselves are told once.
    private static void WriteEvents(TextWriter output, CaseFile file)
    {
        bool isBefore = file.Fault is { Calls.Count: > 0 };
        List<(string Text, string Key, int Times)> lines = [];
        IEnumerable<RepeatedCall> calls = isBefore ? file.Fault!.Calls : file.End is { } end && file.Status != RunStatus.HostError ? end.Calls : file.Evidence.Events.Repeated;
        foreach ((CallRecord call, int times) in calls)
        {
            string key = $"{call.DescribeCall()} → {call.DescribeResult()}";
            string text = Invariant($"{VirtualClock.NanosecondsAt(call.StartCycles) / 1000,12:F3}us PE{call.PeIndex} {WorldNames.Of(call.CallerState, call.CallerLevel),-6} {key}");
            if (lines is [.., var last] && last.Key == key)
                lines[^1] = (text, key, last.Times + times);
            else
                lines.Add((text, key, times));
        }
        Items(output, isBefore ? "events before it" : "last events", lines.TakeLast(ShownEvents).Select(line => line.Times == 1 ? line.Text : $"{line.Text} ({line.Times} times)"));
    }

    private static void Items(TextWriter output, string label, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Item(output, label, line);
            label = "";
        }
    }

    private static void Item(TextWriter output, string label, string text) => output.WriteLine($"  {label,-17} {text}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
