using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.WholeMachine.Tests.Firmware.Matrix;

/// <summary>The exception classes that no trap makes: aborts and their routing, alignment, granule protection, debug events, memory operations.</summary>
/// <remarks>Arm ARM, D1.4 "Exceptions", ESR_ELx, D2 "AArch64 Self-hosted Debug", D9 "Granule protection checks".</remarks>
internal static class ExceptionCases
{
    private const ulong Nowhere = 0x4000_0000;
    private const ulong ExternalAbort = 0x10, AlignmentFault = 0x21, GranuleProtectionFault = 0x28, DebugStatus = 0x22;
    private const ulong Write = 1 << 6;
    private const uint LoadX0 = 0xF940_0002, StoreX0 = 0xF900_0002, BranchX0 = 0xD61F_0000, BranchX2 = 0xD61F_0040, Nop = 0xD503_201F;

    public static IEnumerable<NativeCase> Of(Situation situation) =>
        from level in Enum.GetValues<ExceptionLevel>()
        where situation.IsReachable(level)
        from row in (NativeCase[])
        [
            .. Aborts(situation, level), .. Alignment(situation, level), MemorySet(situation, level), .. GranuleProtection(situation, level),
            .. DebugEvents(situation, level),
            .. VirtualSError(situation, level), .. BranchTargets(situation, level),
        ]
        select row;

    // HCR_EL2.TEA takes what EL0 and EL1 would take, SCR_EL3.EA takes all.
    private static IEnumerable<NativeCase> Aborts(Situation situation, ExceptionLevel level)
    {
        (string Name, RegisterWrite[] Changes, int Target)[] routes =
        [
            ("no routing", [], situation.Target(level)),
            ("HCR_EL2.TEA", [Situation.Write(R.HCR_EL2, situation.Value(R.HCR_EL2) | HCR_EL2.TEA)],
                situation.HasEl2 && level <= ExceptionLevel.EL1 ? 2 : situation.Target(level)),
            ("SCR_EL3.EA", [Situation.Write(R.SCR_EL3, situation.Value(R.SCR_EL3) | SCR_EL3.EA)], 3),
        ];
        foreach (var (name, changes, target) in routes)
        {
            yield return Row("Load from nowhere", situation, level, name, changes, [LoadX0], target, 0x24, ExternalAbort, 0) with { X0 = Nowhere, Checks = FaultAt(Nowhere) };
            yield return Row("Store to nowhere", situation, level, name, changes, [StoreX0], target, 0x24, ExternalAbort | Write, 0) with { X0 = Nowhere, Checks = FaultAt(Nowhere) };
            yield return Row("Branch to nowhere", situation, level, name, changes, [BranchX0], target, 0x20, ExternalAbort, null) with { X0 = Nowhere, Checks = FaultAt(Nowhere) };
        }
    }

    private static IEnumerable<NativeCase> Alignment(Situation situation, ExceptionLevel level)
    {
        const uint AdrX2Plus10 = 0x5000_0042, MoveX2Is8 = 0xD280_0102, MoveSpX2 = 0x9100_005F, LoadSp = 0xF940_03E3;
        int target = situation.Target(level);
        yield return Row("Unaligned load from Device memory", situation, level, "MMU off", [], [LoadX0], target, 0x24, AlignmentFault, 0)
            with
        { X0 = CaseTable.Scratch + 1, Checks = FaultAt(CaseTable.Scratch + 1) };
        yield return Row("Branch between instructions", situation, level, "bit 1 set", [], [AdrX2Plus10, BranchX2], target, 0x22, 0, 10, sameClass: 0x22);
        R control = level switch
        {
            ExceptionLevel.EL3 => R.SCTLR_EL3,
            _ when target == 2 && (level == ExceptionLevel.EL2 || situation.E2h) => R.SCTLR_EL2,
            _ => R.SCTLR_EL1,
        };
        RegisterWrite[] changes = [Situation.Write(control, situation.Value(control) | SCTLR_ELx.SA | SCTLR_ELx.SA0)];
        yield return Row("Load by an unaligned SP", situation, level, $"{control}.SA", changes, [MoveX2Is8, MoveSpX2, LoadSp], target, 0x26, 0, 8, sameClass: 0x26);
    }

    // SETM with the flags of the option that the PE does not have.
    private static NativeCase MemorySet(Situation situation, ExceptionLevel level)
    {
        const uint SetCarry = 0xEB1F_03FF, Setm = 0x19DF_4420;
        const ulong Syndrome = 1 << 24 | 1 << 17 | 1 << 16 | 31 << 5 | 1;
        return Row("SETM after another option", situation, level, "PSTATE.C = 1", [], [SetCarry, Setm], situation.Target(level), 0x27, Syndrome, 4, sameClass: 0x27)
            with
        { X0 = CaseTable.Scratch, X1 = 64 };
    }

    // A level 0 table without access to one gibibyte. Faults go to EL3 with SCR_EL3.GPF, else where other aborts go.
    private static IEnumerable<NativeCase> GranuleProtection(Situation situation, ExceptionLevel level)
    {
        if (level == ExceptionLevel.EL3)
            yield break;
        const uint TlbiPaall = 0xD50E_879F;
        const ulong CodeOfLevel0 = 0x0C;
        RegisterWrite[] table =
        [
            Situation.Write(R.GPTBR_EL3, CaseTable.GranuleProtectionTable >> 12), new RegisterWrite(TlbiPaall, 0),
            Situation.Write(R.GPCCR_EL3, GPCCR_EL3.GPC | 1 << 8 | 1 << 10 | 3 << 12),
        ];
        RegisterWrite[] routed = [.. table, Situation.Write(R.SCR_EL3, situation.Value(R.SCR_EL3) | SCR_EL3.GPF)];
        ulong pas = situation.State switch { SecurityState.Secure => 0, SecurityState.Realm => MFAR_EL3.NS | MFAR_EL3.NSE, _ => MFAR_EL3.NS };
        ValueCheck[] checks = [.. FaultAt(Nowhere), new ValueCheck(Situation.Mrs(R.MFAR_EL3, 0), ulong.MaxValue, Nowhere | pas)];
        ulong code = CodeOfLevel0 << 14 | GranuleProtectionFault;
        yield return Row("Load without granule access", situation, level, "SCR_EL3.GPF = 1", routed, [LoadX0], 3, 0x1E, code, 0, sameClass: 0x1E)
            with
        { X0 = Nowhere, Checks = checks };
        yield return Row("Store without granule access", situation, level, "SCR_EL3.GPF = 1", routed, [StoreX0], 3, 0x1E, code | Write, 0, sameClass: 0x1E)
            with
        { X0 = Nowhere, Checks = checks };
        yield return Row("Branch without granule access", situation, level, "SCR_EL3.GPF = 1", routed, [BranchX0], 3, 0x1E, code | 1 << 20, null, sameClass: 0x1E)
            with
        { X0 = Nowhere, Checks = checks };
        yield return Row("Load without granule access", situation, level, "SCR_EL3.GPF = 0", table, [LoadX0], situation.Target(level), 0x24, GranuleProtectionFault, 0)
            with
        { X0 = Nowhere, Checks = FaultAt(Nowhere) };
        yield return Row("Branch without granule access", situation, level, "SCR_EL3.GPF = 0", table, [BranchX0], situation.Target(level), 0x20, GranuleProtectionFault, null)
            with
        { X0 = Nowhere, Checks = FaultAt(Nowhere) };
    }

    // A watchpoint and a breakpoint for this level alone; where the level would take it itself, MDSCR_EL1.KDE lets it.
    private static IEnumerable<NativeCase> DebugEvents(Situation situation, ExceptionLevel level)
    {
        if (level == ExceptionLevel.EL3 || situation.State == SecurityState.Realm)
            yield break;
        foreach (bool tde in (bool[])[false, true])
        {
            int target = situation.HasEl2 && (situation.Tge || tde) ? 2 : 1;
            if (target < (int)level)
                continue;
            ulong which = level switch { ExceptionLevel.EL0 => 2 << 1, ExceptionLevel.EL1 => 1 << 1, _ => 1 << 13 | 3 << 14 };
            RegisterWrite[] changes =
            [
                Situation.Write(R.MDCR_EL2, situation.Value(R.MDCR_EL2) | (tde ? MDCR_EL2.TDE : 0)), Situation.Write(R.DBGWVR0_EL1, CaseTable.Scratch),
                Situation.Write(R.DBGWCR0_EL1, 1 | 3 << 3 | 0xFF << 5 | which), Situation.Write(R.MDSCR_EL1, 1 << 15 | 1 << 13),
            ];
            foreach (var (word, write) in ((uint, ulong)[])[(LoadX0, 0), (StoreX0, Write)])
            {
                yield return Row($"Watched {(write == 0 ? "load" : "store")}", situation, level, tde ? "TDE" : "no TDE", changes, [word], target, 0x34, DebugStatus | write, 0)
                    with
                { X0 = CaseTable.Scratch, Spsr = Situation.Spsr(level) & ~0x200UL, Checks = FaultAt(CaseTable.Scratch) };
            }
            RegisterWrite[] breakpoint =
            [
                changes[0], changes[3], new RegisterWrite(Situation.Msr(R.DBGBVR0_EL1, 0), 4, IsFromStub: true),
                Situation.Write(R.DBGBCR0_EL1, 1 | 0xF << 5 | which),
            ];
            yield return Row("Breakpoint", situation, level, tde ? "TDE" : "no TDE", breakpoint, [Nop, Nop], target, 0x30, DebugStatus, 4)
                with
            { Spsr = Situation.Spsr(level) & ~0x200UL };
        }
    }

    // The guest's SError: HCR_EL2.VSE with the syndrome of VSESR_EL2. A physical one takes a device that reports it.
    private static IEnumerable<NativeCase> VirtualSError(Situation situation, ExceptionLevel level)
    {
        if (level > ExceptionLevel.EL1 || !situation.HasEl2 || situation.Tge)
            yield break;
        RegisterWrite[] changes =
        [
            Situation.Write(R.HCR_EL2, situation.Value(R.HCR_EL2) | HCR_EL2.AMO | HCR_EL2.VSE), Situation.Write(R.VSESR_EL2, 0x411),
        ];
        NativeCase row = Row("Virtual SError", situation, level, "HCR_EL2.VSE", changes, [Nop], 1, 0x2F, 0x411, 0, sameClass: 0x2F);
        yield return row with { Spsr = Situation.Spsr(level) & ~0x100UL, End = row.End with { Vector = row.End.Vector + 3 } };
    }

    // Branches into guarded pages, by way of the MMU of the level's own regime.
    private static IEnumerable<NativeCase> BranchTargets(Situation situation, ExceptionLevel level)
    {
        if (situation.E2h || situation.Tge)
            yield break;
        const uint AdrX2Plus12 = 0x1000_0062, OrX2Guarded = 0xB260_0042, CallX2 = 0xD63F_0040, BtiC = 0xD503_245F, BtiJ = 0xD503_249F;
        const ulong There = CaseTable.Guarded + 12;
        RegisterWrite[] mmu = Mmu(situation, level);
        int target = situation.Target(level);
        yield return Branch(BranchX2, Nop, "BR to NOP") with { End = Fault(1) };
        yield return Branch(CallX2, Nop, "BLR to NOP") with { End = Fault(2) };
        yield return Branch(CallX2, BtiJ, "BLR to BTI J") with { End = Fault(2) };
        yield return Branch(CallX2, BtiC, "BLR to BTI C");
        yield return Branch(BranchX2, BtiJ, "BR to BTI J");

        NativeEnd Fault(ulong btype) => new(target, Situation.Vector(level, target), 0x0DUL << 26 | 1 << 25 | btype, There);

        NativeCase Branch(uint branch, uint first, string subject)
        {
            uint[] stub = [AdrX2Plus12, OrX2Guarded, branch, first, Leaving.Word(level)];
            NativeEnd end = Leaving.End(situation, level, stub.Length);
            return new NativeCase(subject, situation.Place(level), "guarded", situation.Setup, mmu, stub, Situation.Spsr(level),
                end with { ReturnOffset = end.ReturnOffset + CaseTable.Guarded });
        }
    }

    private static RegisterWrite[] Mmu(Situation situation, ExceptionLevel level)
    {
        const ulong Walks = 25 | 1 << 8 | 1 << 10 | 3 << 12;
        (R mair, R tcr, ulong size, R ttbr, R sctlr) = level switch
        {
            ExceptionLevel.EL3 => (R.MAIR_EL3, R.TCR_EL3, 2UL << 16 | 1UL << 23 | 1UL << 31, R.TTBR0_EL3, R.SCTLR_EL3),
            ExceptionLevel.EL2 => (R.MAIR_EL2, R.TCR_EL2, 2UL << 16 | 1UL << 23 | 1UL << 31, R.TTBR0_EL2, R.SCTLR_EL2),
            _ => (R.MAIR_EL1, R.TCR_EL1, 2UL << 32 | 1UL << 23, R.TTBR0_EL1, R.SCTLR_EL1),
        };
        return
        [
            Situation.Write(mair, 0xFF), Situation.Write(tcr, Walks | size), Situation.Write(ttbr, CaseTable.TranslationTable),
            Situation.Write(sctlr, situation.Value(sctlr) | SCTLR_ELx.M | SCTLR_ELx.BT | (sctlr == R.SCTLR_EL1 ? SCTLR_ELx.BT0 : 0)),
        ];
    }

    private static ValueCheck[] FaultAt(ulong address) => [new ValueCheck(ValueCheck.SavedFar, ulong.MaxValue, address)];

    private static NativeCase Row(
        string subject, Situation situation, ExceptionLevel level, string condition, RegisterWrite[] changes, uint[] stub,
        int target, ulong lowerClass, ulong syndrome, ulong? at, ulong? sameClass = null)
    {
        ulong ec = (int)level == target ? sameClass ?? (lowerClass + 1) : lowerClass;
        var end = new NativeEnd(target, Situation.Vector(level, target), ec << 26 | 1 << 25 | syndrome, at);
        return new NativeCase(subject, situation.Place(level), condition, situation.Setup, changes, [.. stub, Leaving.Word(level)], Situation.Spsr(level), end);
    }
}
