using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Cpu.Tests.Registers;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.WholeMachine.Tests.Firmware.Matrix;

/// <summary>
/// A Security state and the two bits of HCR_EL2 that make EL2 a host, on a PE with some features: the controls all open, as EL3 writes them,
/// and what follows for exceptions.
/// </summary>
internal sealed class Situation
{
    private readonly Dictionary<R, ulong> _values = [];

    public Situation(PeFeatures features, SecurityState state, bool e2h, bool tge)
    {
        (Features, State, E2h, Tge) = (features, state, e2h, tge);
        foreach (var (register, value) in OpenControls.Values(state, e2h, tge).Where(control => features.Has(control.Register)))
            _values[register] = value & Mask(register) | (Layout(register).Ones & ~Mask(register));
        Setup = [Write(R.OSLAR_EL1, 0), Write(R.GPCCR_EL3, 0), Write(R.DBGBCR0_EL1, 0), Write(R.DBGWCR0_EL1, 0), .. _values.Select(control => Write(control.Key, control.Value))];
    }

    public PeFeatures Features { get; }

    public SecurityState State { get; }

    public bool E2h { get; }

    public bool Tge { get; }

    /// <summary>The registers that EL3 writes for it.</summary>
    public IReadOnlyList<RegisterWrite> Setup { get; }

    /// <summary>EL2Enabled(), with SCR_EL3.EEL2 = 0.</summary>
    public bool HasEl2 => State != SecurityState.Secure;

    /// <summary>The level that EL0's exceptions go to.</summary>
    public int TargetOfEl0 => HasEl2 && Tge ? 2 : 1;

    /// <summary>The three states, with and without E2H and TGE.</summary>
    public static IEnumerable<Situation> All(PeFeatures features) =>
        from state in (SecurityState[])[SecurityState.NonSecure, SecurityState.Realm, SecurityState.Secure]
        from e2h in (bool[])[false, true]
        from tge in (bool[])[false, true]
        select new Situation(features, state, e2h, tge);

    /// <summary>Whether code can run at a level.</summary>
    public bool IsReachable(ExceptionLevel level) => level switch
    {
        ExceptionLevel.EL1 => !(HasEl2 && Tge),
        ExceptionLevel.EL2 => HasEl2,
        _ => true,
    };

    /// <summary>What EL3 writes to a control register.</summary>
    public ulong Value(R register) => _values.GetValueOrDefault(register);

    /// <summary>The bits of a register that MSR changes here.</summary>
    public ulong Mask(R register) => Features.Has(register) ? Layout(register).WriteMask(Features.Has) : 0;

    /// <summary>The name that a failing row prints.</summary>
    public string Place(ExceptionLevel level) => $"{level}, {State}{(E2h ? ", E2H" : "")}{(Tge ? ", TGE" : "")}";

    /// <summary>Where an exception at a level lands that goes to another: the vector's index.</summary>
    public static int Vector(ExceptionLevel from, int target) => (int)from == target ? 4 : 8;

    /// <summary>The level of an exception that no control routes.</summary>
    public int Target(ExceptionLevel from) => from == ExceptionLevel.EL0 ? TargetOfEl0 : (int)from;

    /// <summary>SPSR_EL3 of a return to a level, with its own stack pointer and everything masked.</summary>
    public static ulong Spsr(ExceptionLevel level) => level == ExceptionLevel.EL0 ? 0x3C0UL : 0x3C0UL | (ulong)level << 2 | 1;

    /// <summary>MSR of X0.</summary>
    public static RegisterWrite Write(R register, ulong value) => new(Msr(register, 0), value);

    /// <summary>MSR register, Xt.</summary>
    public static uint Msr(R register, uint rt) => 0xD500_0000u | (uint)SystemRegisterTable.Get(register).Encoding.Value << 5 | rt;

    /// <summary>MRS Xt, register.</summary>
    public static uint Mrs(R register, uint rt) => 0xD520_0000u | (uint)SystemRegisterTable.Get(register).Encoding.Value << 5 | rt;

    private RegisterLayout Layout(R register)
    {
        SystemRegisterInfo info = SystemRegisterTable.Get(register);
        return E2h && info.HostLayout is { } host ? host : info.Layout;
    }
}
