using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>A million of each kind of access, made by a guest under both stages and granule protection, costs no managed memory.</summary>
internal sealed class AllocationTests
{
    private const int Million = 1_000_000, Rounds = 3;
    private const ulong Vectors = 0x1_8000, Va = 0x4000_0000, Ipa = 0x6000_0000;

    // Far enough apart to be in each other's way in a TLB of any size that is indexed by address.
    private const ulong Apart = 0x400_0000;

    private const uint LoadFirst = 0xF940_0020, StoreFirst = 0xF900_0420, LoadSecond = 0xF940_0043; // LDR X0, [X1]; STR X0, [X1, #8]; LDR X3, [X2]
    private const uint CountDown = 0xF100_0484, Wait = 0xD503_207F, TlbiVmalle1 = 0xD508_871F; // SUBS X4, X4, #1; WFI
    private const uint TlbiVmalle1is = 0xD508_831F, TlbiPaall = 0xD50E_879F, TlbiPaallos = 0xD50E_819F, TlbiRpaosX1 = 0xD50E_8461;

    [Test]
    public void A_million_loads_and_stores_that_hit_allocate_nothing() =>
        Expect(exceptions: 0, iterations: Million / 2, LoadFirst, StoreFirst);

    [Test]
    public void A_million_misses_with_walk_caches_warm_allocate_nothing() =>
        Expect(exceptions: 0, iterations: Million / 2, LoadFirst, LoadSecond);

    [Test]
    public void A_million_misses_after_a_TLBI_each_allocate_nothing() => Expect(exceptions: 0, iterations: Million, TlbiVmalle1, LoadFirst);

    [Test]
    public void Nor_do_broadcast_ones() => Expect(exceptions: 0, iterations: Million / 10, TlbiVmalle1is, LoadFirst);

    [TestCase("PAALL", TlbiPaall)]
    [TestCase("PAALLOS", TlbiPaallos)]
    [TestCase("RPAOS", TlbiRpaosX1)]
    public void Nor_do_those_of_granule_protection(string what, uint word)
    {
        using var machine = new TestPe();
        ProcessingElement pe = machine.Pe;
        machine.Put(TestPe.Code, word, CountDown, 0x54FF_FFC1, Wait); // B.NE to the first word
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            pe.X(4) = 1000;
            pe.PC = TestPe.Code;
            long before = GC.GetAllocatedBytesForCurrentThread();
            RunStop stop = pe.Run(1_000_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.That((stop, pe.X(4), machine.Exceptions.Count), Is.EqualTo((RunStop.WaitingForInterrupt, 0UL, 0)), what);
        }
        Assert.That(least, Is.Zero, what);
    }

    [TestCase("stage 1", ExceptionLevel.EL1)]
    [TestCase("stage 2", ExceptionLevel.EL2)]
    [TestCase("granule protection", ExceptionLevel.EL3)]
    public void A_million_faults_allocate_nothing(string what, ExceptionLevel target)
    {
        using El1Machine machine = Make();
        switch (target)
        {
            case ExceptionLevel.EL1:
                machine.Put64(machine.Map(Va, Ipa, writable: true), 0);
                break;
            case ExceptionLevel.EL2:
                machine.Put64(machine.MapStage2(Ipa, TestPe.Data, "rw"), 0);
                break;
            default:
                machine.SetGpi(TestPe.Data, Gpi.Root);
                machine.Pe[SystemRegister.SCR_EL3] |= SCR_EL3.GPF;
                break;
        }
        machine.Pe.InvalidateGranuleProtection();
        Assert.That(Allocated(machine, Million, Million, LoadFirst), Is.Zero, what);
        ulong esr = machine.Pe[target switch { ExceptionLevel.EL1 => SystemRegister.ESR_EL1, ExceptionLevel.EL2 => SystemRegister.ESR_EL2, _ => SystemRegister.ESR_EL3 }];
        Assert.That(esr, Is.Not.Zero, "the level that was meant took them");
    }

    private static void Expect(int exceptions, int iterations, params uint[] body)
    {
        using El1Machine machine = Make();
        Assert.That(Allocated(machine, exceptions, iterations, body), Is.Zero);
    }

    // Bytes in the best of some rounds: the runtime itself may allocate when it recompiles a method.
    private static long Allocated(El1Machine machine, int exceptions, int iterations, params uint[] body)
    {
        ProcessingElement pe = machine.Pe;
        uint back = 0x5400_0001 | (uint)(-(body.Length + 1) & 0x7FFFF) << 5; // B.NE to the first word
        machine.Bare.Put(TestPe.Code, [.. body, CountDown, back, Wait]);
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            pe.X(1) = Va;
            pe.X(2) = Va + Apart;
            pe.X(4) = (ulong)iterations;
            pe.PC = TestPe.Code;
            ulong taken = pe.ExceptionCount;
            long before = GC.GetAllocatedBytesForCurrentThread();
            RunStop stop = pe.Run(100_000_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.That((stop, pe.X(4), pe.ExceptionCount - taken), Is.EqualTo((RunStop.WaitingForInterrupt, 0UL, (ulong)exceptions)));
        }
        return least;
    }

    // At EL1 under both stages and a GPT, with handlers at each level that go on behind the instruction that faulted.
    private static El1Machine Make()
    {
        var machine = new El1Machine();
        machine.EnableStage2();
        for (ulong page = 0; page <= Apart; page += Apart)
        {
            machine.Map(Va + page, Ipa + page, writable: true);
            machine.MapStage2(Ipa + page, TestPe.Data + page / Apart * 0x1000, "rw");
        }
        machine.EnableGranuleProtection();
        uint[] handler = [0xD538_4029, 0x9100_1129, 0xD518_4029, 0xD69F_03E0]; // MRS X9, ELR_EL1; ADD X9, X9, #4; MSR ELR_EL1, X9; ERET
        for (uint level = 1; level <= 3; level++)
        {
            uint op1 = level == 1 ? 0U : (level * 2) << 16;
            ulong address = level == 1 ? Vectors + 0x200 : Vectors + (level - 1) * 0x8000 + 0x400;
            machine.Bare.Put(address, handler[0] | op1, handler[1], handler[2] | op1, handler[3]);
        }
        machine.Pe.Observer = null;
        return machine;
    }
}
