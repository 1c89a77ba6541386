using static CcaEmu.Arm.Registers.Fields.ICH_LR_EL2;

namespace CcaEmu.Devices.Gic;

/// <summary>A virtual interrupt in a list register.</summary>
/// <param name="Value">ICH_LR&lt;n&gt;_EL2.</param>
/// <remarks>Arm GIC architecture (IHI 0069), "ICH_LR&lt;n&gt;_EL2".</remarks>
internal readonly record struct ListRegister(ulong Value)
{
    public const int Pending = 1, IsActiveBit = 2;

    private const ulong RES0WithoutHardware = 0x0000_1DFF_0000_0000;

    public uint VirtualId => (uint)VINTID.Get(Value);

    public uint PhysicalId => (uint)PINTID.Get(Value);

    public int Priority => Arm.Registers.Fields.ICH_LR_EL2.Priority.GetInt(Value);

    public bool IsGroup1 => (Value & Group) != 0;

    public bool IsHardware => (Value & HW) != 0;

    /// <summary>0 invalid, 1 pending, 2 active, 3 both.</summary>
    public int State => Arm.Registers.Fields.ICH_LR_EL2.State.GetInt(Value);

    public bool IsPending => State == Pending;

    public bool IsActive => (State & IsActiveBit) != 0;

    /// <summary>Whether its end is announced by a maintenance interrupt, and it has ended (ICH_EISR_EL2).</summary>
    public bool IsEnded => State == 0 && !IsHardware && (Value & EOI) != 0;

    /// <summary>Whether it can be used for another interrupt (ICH_ELRSR_EL2).</summary>
    public bool IsEmpty => State == 0 && (IsHardware || (Value & EOI) == 0);

    /// <summary>The value with another state.</summary>
    public ListRegister WithState(int state) => new(Arm.Registers.Fields.ICH_LR_EL2.State.Set(Value, (ulong)state));

    /// <summary>What the register keeps of a written value: implemented priority bits and numbers; bit 41 and PINTID share a place.</summary>
    public static ListRegister OfWritten(ulong value)
    {
        value = Arm.Registers.Fields.ICH_LR_EL2.Priority.Set(value, Arm.Registers.Fields.ICH_LR_EL2.Priority.Get(value) & GicConfiguration.PriorityMask) & ~NMI;
        value = VINTID.Set(value, VINTID.Get(value) & (GicConfiguration.LpiEnd - 1));
        return new((value & HW) != 0 ? value : value & ~RES0WithoutHardware);
    }
}
