using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Arm.Registers;

/// <summary>A value of SPSR_ELx: the process state an ERET returns to.</summary>
/// <remarks>Arm ARM (DDI 0487), section "SPSR_EL2, Saved Program Status Register (EL2)" and its siblings.</remarks>
/// <param name="Value">The 64 bits.</param>
public readonly record struct SpsrValue(ulong Value)
{
    /// <summary>The exception level of M[3:2]; meaningless when <see cref="nRW"/> is set.</summary>
    public ExceptionLevel EL => (ExceptionLevel)((Value >> 2) & 3);

    /// <summary>True when the level uses its own SP_ELx ("h"), false when it uses SP_EL0 ("t").</summary>
    public bool SP => (Value & 1) != 0;

    /// <summary>True for AArch32 state, which CcaEmu does not have: an illegal return.</summary>
    public bool nRW => (Value & PSTATE.nRW) != 0;

    /// <summary>True for illegal execution state.</summary>
    public bool IL => (Value & PSTATE.IL) != 0;

    /// <summary>The masks D, A, I, F; D is bit 3, F bit 0.</summary>
    public int DAIF => PSTATE.DAIF.GetInt(Value);

    /// <summary>The flags N, Z, C, V; N is bit 3, V bit 0.</summary>
    public int NZCV => PSTATE.NZCV.GetInt(Value);

    /// <summary>Builds the value for a level.</summary>
    /// <param name="level">The level.</param>
    /// <param name="handler">True for SP_ELx, false for SP_EL0; ignored at EL0.</param>
    /// <param name="daif">The masks D, A, I, F in bits 3 to 0.</param>
    /// <returns>The value, everything else zero.</returns>
    public static SpsrValue Create(ExceptionLevel level, bool handler, int daif) =>
        new(PSTATE.DAIF.Set(0, (ulong)daif) | (ulong)level << 2 | (handler && level != ExceptionLevel.EL0 ? 1UL : 0UL));

    /// <summary>For example "EL1h DAIF=1111 NZCV=0100".</summary>
    public override string ToString()
    {
        var mode = nRW ? "AArch32" : $"{EL}{(SP ? 'h' : 't')}";
        return $"{mode} DAIF={DAIF:B4} NZCV={NZCV:B4}{(IL ? " IL" : "")}";
    }
}
