using CcaEmu.Cpu;
using CcaEmu.Machine.Inspection;

namespace CcaEmu.Diagnostics.Debugging.Commands;

/// <summary><c>monitor rtt</c>: a Realm's translation tables, or the entries that a walk for one IPA meets.</summary>
internal sealed class RttCommand : IMonitorCommand
{
    /// <inheritdoc/>
    public string Name => "rtt";

    /// <inheritdoc/>
    public string Help => "[IPA [realm=N]]: the entries that a walk for an IPA meets, and who changed it last; without one, all tables";

    /// <inheritdoc/>
    public string Answer(IDebuggedRun run, ProcessingElement pe, IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
            return InspectCommand.TextOf("rtt", run);
        if (run.Evidence.Scenes.Inspector is not { } inspector || inspector.Realms.Count == 0)
            return "there is no realm";
        int number = inspector.Realms.Count - 1;
        bool isKnown = MonitorText.TryNumber(arguments[0], out ulong ipa) && arguments.Count <= 2
            && (arguments.Count == 1 || (arguments[1].StartsWith("realm=", StringComparison.OrdinalIgnoreCase) && int.TryParse(arguments[1][6..], out number)));
        if (!isKnown || number < 0 || number >= inspector.Realms.Count)
            return MonitorText.Expected(MonitorText.Of($"an IPA, and realm=N with N below {inspector.Realms.Count} where another than the last is meant"), arguments);
        RealmView realm = inspector.Realms[number];
        IReadOnlyList<RttEntryView> walk = inspector.Walk(realm.Rd, ipa);
        if (walk.Count == 0)
            return MonitorText.Of($"IPA 0x{ipa:x} is beyond the IPA space of realm 0x{realm.Rd:x}, which has {realm.IpaWidth} bits");
        string who = run.Evidence.Changes.OfIpa(realm.Rd, ipa) is { } change ? $"last changed by {change}" : "no call of this run has changed it";
        return string.Join('\n', walk.Select(entry => $"{entry}, entry 0x{entry.Descriptor:x} at 0x{entry.Address:x}").Append(who));
    }
}
