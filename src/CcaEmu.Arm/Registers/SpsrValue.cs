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

    /// <summary>The state in which a handler begins that software enters in place of the PE: an exception is injected one level up.</summary>
    /// <param name="target">The handler's level.</param>
    /// <param name="sctlr">SCTLR_ELx of that level: SPAN and DSSBS count.</param>
    /// <param name="hasEl0">Whether EL0 is in its regime: always of EL1, of EL2 where it is the host.</param>
    /// <remarks>Arm ARM, J1.1 shared pseudocode AArch64.TakeException. A field whose feature the PE does not have is ignored by ERET.</remarks>
    public SpsrValue AtHandler(ExceptionLevel target, ulong sctlr, bool hasEl0)
    {
        ulong state = Create(target, handler: true, daif: 0xF).Value | (Value & (PSTATE.NZCV.Mask | PSTATE.PAN | PSTATE.DIT));
        if (hasEl0 && (sctlr & SCTLR_ELx.SPAN) == 0)
            state |= PSTATE.PAN;
        return new(state | ((sctlr & SCTLR_ELx.DSSBS) != 0 ? PSTATE.SSBS : 0));
    }

    /// <summary>Offset of the vectors for exceptions that are taken in this state.</summary>
    /// <param name="target">The level they are taken to.</param>
    public ulong VectorsAt(ExceptionLevel target) => EL != target ? 0x400UL : SP ? 0x200UL : 0;

    /// <summary>For example "EL1h DAIF=1111 NZCV=0100".</summary>
    public override string ToString()
    {
        var mode = nRW ? "AArch32" : $"{EL}{(SP ? 'h' : 't')}";
        return $"{mode} DAIF={DAIF:B4} NZCV={NZCV:B4}{(IL ? " IL" : "")}";
    }
}
