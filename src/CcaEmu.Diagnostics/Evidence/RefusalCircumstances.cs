using System.Globalization;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Machine.Inspection;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>What stood in registers and tables at the moment of a refusal, where the call alone does not tell.</summary>
/// <param name="scenes">Has the RMM's inspector, if there is one.</param>
internal sealed class RefusalCircumstances(SceneRecorder scenes) : ICallObserver
{
    private const int ListRegisters = 16;
    private readonly List<CallRecord> _boot = [];

    public ulong? ListRegister { get; private set; }

    public string? Alive { get; private set; }

    public IReadOnlyList<CallRecord> Boot => _boot;

    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        bool isBoot = call.Interface == CallInterface.RmmEl3
            && new SmcFunctionId(call.FunctionId).WithoutSveHint.Value == (uint)RmmEl3Command.BootComplete;
        if (isBoot && _boot.Count < ListRegisters)
            _boot.Add(call);
    }

    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (call.Outcome != CallOutcome.Returned || new RmiResult(call.Results[0]).IsSuccess)
            return;
        if (call.Is(RmiCommand.RecEnter))
            ListRegister ??= HardwareInterrupt(pe);
        if (call.Is(RmiCommand.RealmDestroy) && scenes.Inspector is { } inspector)
            Alive ??= Describe(inspector, call.Arguments[1]);
    }

    private static ulong? HardwareInterrupt(ProcessingElement pe)
    {
        for (ushort i = 0; i < ListRegisters; i++)
        {
            ulong value = pe[SystemRegister.ICH_LR0_EL2 + i];
            if ((value & ICH_LR_EL2.HW) != 0)
                return value;
        }
        return null;
    }

    private static string? Describe(IRealmInspector inspector, ulong rd)
    {
        if (inspector.Realms.FirstOrDefault(realm => realm.Rd == rd) is not { } view)
            return "there is no RD at that address";
        string recs = string.Join(", ", inspector.Recs.Where(rec => rec.Rd == rd).Select(rec => string.Create(CultureInfo.InvariantCulture, $"0x{rec.Rec:X}")));
        int tables = 0, data = 0;
        foreach (RttEntryView entry in inspector.Entries(rd))
        {
            tables += entry.State == RttEntryState.Table ? 1 : 0;
            data += entry is { State: RttEntryState.Data, IsProtected: true } ? 1 : 0;
        }
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the realm is {view.State.ToString().ToUpperInvariant()} with {view.NumRecs} RECs{(recs.Length == 0 ? "" : $" ({recs})")}, {tables} RTTs below the root and {data} DATA entries");
    }
}
