using System.Runtime.Intrinsics;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Campaign.Generation;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Campaign.Fuzz;

/// <summary>A random state of a PE: level, security state, translation on or off, every register.</summary>
internal sealed class FuzzState(FuzzMachine machine, Rng rng)
{
    private const ulong Tables = 0x10_0000, Gpt0 = 0x18_0000, Gpt1 = 0x1A_0000;

    private static readonly R[] Registers = [.. SystemRegisterTable.All.Select(line => line.Register)
        .Where(register => !register.ToString().StartsWith("ID_", StringComparison.Ordinal))];

    private static readonly ulong[] Edges =
    [
        0, 1, ulong.MaxValue, 1UL << 63, FuzzMachine.RamBytes - 8, FuzzMachine.RamBytes - 1, FuzzMachine.DeviceBase, FuzzMachine.HighBase,
        FuzzMachine.HighBase + FuzzMachine.HighBytes - 4, 0x0000_FFFF_FFFF_FFF8, 0xFFFF_0000_0000_0000, 0x1FFC,
    ];

    private static readonly SecurityState[] LowerStates = [SecurityState.NonSecure, SecurityState.Secure, SecurityState.Realm];

    private static readonly SecurityState[] States = [SecurityState.NonSecure, SecurityState.Secure, SecurityState.Realm, SecurityState.Root];

    /// <summary>Puts a PE there.</summary>
    public void Apply(ProcessingElement pe)
    {
        pe.Reset();
        RandomRegisters(pe);
        Translation(pe);
        GranuleProtection(pe);
        pe[R.VBAR_EL1] = CodeAddress() & ~0x7FFUL;
        pe[R.VBAR_EL2] = CodeAddress() & ~0x7FFUL;
        pe[R.VBAR_EL3] = CodeAddress() & ~0x7FFUL;
        for (int x = 0; x <= 30; x++)
            pe.X(x) = Value();
        for (int v = 0; v < 32; v++)
            pe.V(v) = Vector128.Create(Value(), rng.Next64()).AsByte();
        for (int level = 0; level < 4; level++)
            pe.SetStackPointer((ExceptionLevel)level, rng.OneIn(4) ? Value() : Pointer() & ~0xFUL);
        Enter(pe);
    }

    /// <summary>An address of code.</summary>
    public ulong CodeAddress() => (rng.OneIn(4) ? FuzzMachine.HighBase : 0) + ((ulong)rng.Below(0x10_0000) & ~3UL);

    private void Enter(ProcessingElement pe)
    {
        ulong pc = rng.OneIn(16) ? Value() : CodeAddress();
        if (rng.OneIn(3))
        {
            pe.PC = pc;
            return;
        }
        // Mostly a legal return to a lower level.
        bool legal = !rng.OneIn(8);
        pe[R.SCR_EL3] = new ScrEl3(pe[R.SCR_EL3]).WithSecurityState(rng.Of<SecurityState>(legal ? LowerStates : States)).Value;
        if (legal)
        {
            pe[R.SCR_EL3] |= SCR_EL3.RW | (rng.OneIn(2) ? SCR_EL3.EEL2 : 0);
            pe[R.HCR_EL2] = pe[R.HCR_EL2] & ~(rng.OneIn(4) ? 0 : HCR_EL2.TGE) | HCR_EL2.RW;
        }
        var level = (ExceptionLevel)rng.Below(legal ? 3 : 4);
        pe[R.SPSR_EL3] = !legal ? rng.Next64()
            : SpsrValue.Create(level, level != ExceptionLevel.EL0 && rng.OneIn(2), rng.Below(16)).Value | (rng.Next64() & 0xF000_0000);
        pe[R.ELR_EL3] = pc;
        pe.ExceptionReturn();
    }

    private void RandomRegisters(ProcessingElement pe)
    {
        int some = rng.Below(4);
        foreach (R register in Registers)
        {
            if (some != 0 && rng.OneIn(4 / some + 1))
                pe[register] = rng.OneIn(2) ? Value() : rng.Next64() & rng.Next64();
        }
        if (!rng.OneIn(4))
            pe[R.CPACR_EL1] = pe[R.CPTR_EL2] = pe[R.CPTR_EL3] = 0;
    }

    // Mostly tables that map the first gigabytes to themselves, now and then with bits of them turned; else off, or whatever the registers say.
    private void Translation(ProcessingElement pe)
    {
        if (rng.OneIn(4))
            return;
        machine.Write(Tables, (Tables + 0x1000) | 3UL, (Tables + 0x1000) | 3UL);
        machine.Write(Tables + 0x1000, Descriptor(0), Descriptor(1UL << 30), Descriptor(2UL << 30), Descriptor(3UL << 30));
        foreach ((R ttbr, R tcr, R sctlr) in new[] { (R.TTBR0_EL1, R.TCR_EL1, R.SCTLR_EL1), (R.TTBR0_EL2, R.TCR_EL2, R.SCTLR_EL2), (R.TTBR0_EL3, R.TCR_EL3, R.SCTLR_EL3) })
        {
            pe[ttbr] = Tables | (rng.OneIn(8) ? Flip() : 0);
            pe[tcr] = 16 | 16UL << 16 | (tcr == R.TCR_EL1 ? 2UL << 30 : 0) | (rng.OneIn(4) ? Flip() : 0);
            pe[sctlr] = pe[sctlr] & ~(SCTLR_ELx.M | SCTLR_ELx.EE | SCTLR_ELx.WXN) | (rng.OneIn(3) ? 0 : SCTLR_ELx.M);
        }
        pe[R.TTBR1_EL1] = Tables;
        pe[R.MAIR_EL1] = pe[R.MAIR_EL2] = pe[R.MAIR_EL3] = rng.OneIn(4) ? rng.Next64() : 0x00FF;
        pe[R.VTTBR_EL2] = Tables;
        pe[R.VTCR_EL2] = 16 | 2UL << 6 | 5UL << 16 | (rng.OneIn(4) ? Flip() : 0);
        if (!rng.OneIn(3))
            pe[R.HCR_EL2] &= ~HCR_EL2.VM;
    }

    private ulong Descriptor(ulong address) => address | 1UL << 10 | 3UL << 8 | 1UL << 6 | 1 | (rng.OneIn(4) ? Flip() : 0);

    private void GranuleProtection(ProcessingElement pe)
    {
        pe[R.GPCCR_EL3] = 0;
        if (!rng.OneIn(4))
            return;
        machine.Write(Gpt0, Gpt1 | 3, 0xF1UL, 0xF1UL, 0xF1UL);
        ulong[] entries = new ulong[FuzzMachine.RamBytes >> 16];
        for (int n = 0; n < entries.Length; n++)
            entries[n] = rng.OneIn(16) ? rng.Next64() : ulong.MaxValue;
        machine.Write(Gpt1, entries);
        pe[R.GPTBR_EL3] = Gpt0 >> 12;
        pe[R.GPCCR_EL3] = (1UL << 16 | 3UL << 12 | 1UL << 10 | 1UL << 8) ^ (rng.OneIn(8) ? Flip() : 0);
    }

    private ulong Flip() => 1UL << rng.Below(64);

    private ulong Pointer() => rng.Below(5) switch
    {
        0 => FuzzMachine.HighBase + (ulong)rng.Below((int)FuzzMachine.HighBytes),
        1 => FuzzMachine.DeviceBase + (ulong)rng.Below((int)FuzzMachine.DeviceBytes),
        2 => ((ulong)rng.Below((int)FuzzMachine.RamBytes) | 0xFFF) - (ulong)rng.Below(16),
        _ => (ulong)rng.Below((int)FuzzMachine.RamBytes),
    };

    private ulong Value() => rng.Below(4) switch
    {
        0 => StateGenerator.Integer(rng),
        1 => rng.Of<ulong>(Edges) + (ulong)rng.Between(-2, 2),
        2 => Pointer() & ~0xFUL,
        _ => Pointer(),
    };
}
