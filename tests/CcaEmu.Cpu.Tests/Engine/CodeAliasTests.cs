using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Engine;

/// <summary>One page of code under two addresses, in two worlds, and where there is no memory to execute from.</summary>
public sealed class CodeAliasTests
{
    private const ulong Shared = TestPe.Data, Runs = 0x4000_0000, Writes = 0x5000_0000;
    private const uint DcCvauX2 = 0xD50B_7B22, IcIvauX3 = 0xD50B_7523, Dsb = 0xD503_3F9F, BlrX3 = 0xD63F_0060, StrW1 = 0xB900_0041; // STR W1, [X2]
    private El1Machine _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    // Behind it the vector's words, which are UDF, are executed.
    private ExceptionTaken First => _machine.Exceptions[0];

    [SetUp]
    public void SetUp()
    {
        _machine = new El1Machine();
        _machine.Map(Runs, Shared, writable: false);
        _machine.Map(Writes, Shared, writable: true);
        _machine.Bare.Put(Shared, A64.Movz(0, 1), A64.Ret);
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void What_one_alias_writes_the_other_executes_after_DC_CVAU_and_IC_IVAU([Values] bool exact)
    {
        _machine.Bare.Put(TestPe.Code, StrW1, DcCvauX2, Dsb, IcIvauX3, Dsb, A64.Isb, BlrX3, A64.Wfi);
        for (uint value = 2; value < 10; value++)
        {
            // What is there is decoded and has run before each change.
            Assert.That(Call(Runs, exact), Is.EqualTo(value - 1));
            (Pe.X(1), Pe.X(2), Pe.X(3)) = (A64.Movz(0, value), Writes, Runs);
            Pe.PC = TestPe.Code;
            Pe.Run(100, exact);
            Assert.That(Pe.X(0), Is.EqualTo(value));
        }
    }

    [Test]
    public void Both_aliases_execute_the_same_page_and_its_address_is_their_own()
    {
        _machine.Bare.Put(Shared, 0x1000_0000, A64.Ret); // ADR X0, .
        Assert.That((Call(Runs), Call(Writes), Call(Runs)), Is.EqualTo((Runs, Writes, Runs)));
        _machine.Bare.Put(Shared + 4, A64.AddImm(0, 0, 8), A64.Ret);
        Assert.That((Call(Runs), Call(Writes)), Is.EqualTo((Runs + 8, Writes + 8)));
    }

    [Test]
    public void A_page_that_changes_worlds_is_executed_by_its_owner_alone_and_as_it_is_then()
    {
        _machine.EnableGranuleProtection();
        Pe[SystemRegister.SCR_EL3] |= SCR_EL3.GPF;
        Own(Gpi.NonSecure, SecurityState.NonSecure);
        Assert.That(Call(Runs), Is.EqualTo(1));

        Own(Gpi.Realm, SecurityState.NonSecure);
        Call(Runs);
        Assert.That((First.Target, new EsrValue(First.Syndrome).EC), Is.EqualTo((ExceptionLevel.EL3, ExceptionClass.GranuleProtectionCheck)), "what was decoded is no longer Non-secure");

        Own(Gpi.Realm, SecurityState.Realm);
        Assert.That(Call(Runs), Is.EqualTo(1), "the contents have come along");
        _machine.Bare.Put(TestPe.Code, StrW1, A64.Wfi);
        (Pe.X(1), Pe.X(2), Pe.PC) = (A64.Movz(0, 7), Writes, TestPe.Code);
        Pe.Run(100);
        Assert.That(Call(Runs), Is.EqualTo(7));

        Own(Gpi.NonSecure, SecurityState.NonSecure);
        Assert.That(Call(Runs), Is.EqualTo(7), "nothing decoded before is left");
    }

    [Test]
    public void Where_there_is_no_memory_a_fetch_is_an_external_abort()
    {
        _machine.Map(Runs, 0x8000_0000, writable: false);
        Call(Runs);
        Assert.That(new EsrValue(First.Syndrome).EC, Is.EqualTo(ExceptionClass.InstructionAbortSame));
        Assert.That(First.Syndrome & 0x3F, Is.EqualTo(0x10), "synchronous external abort, not on a walk");
    }

    // Calls the code at an address and says what it leaves in X0.
    private ulong Call(ulong address, bool exact = false)
    {
        Pe.X(0) = 0;
        Pe.X(30) = TestPe.Code + 0x800;
        _machine.Bare.Put(TestPe.Code + 0x800, A64.Wfi);
        Pe.PC = address;
        Pe.Run(20, exact);
        return Pe.X(0);
    }

    private void Own(Gpi gpi, SecurityState state)
    {
        _machine.SetGpi(Shared, gpi);
        Pe.InvalidateGranuleProtection();
        _machine.At(ExceptionLevel.EL1, state);
    }
}
