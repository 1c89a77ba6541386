using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Campaign.Registers;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>
/// The trap matrix: register, direction, level, security state, host configuration, and each control bit that names it, against a table that
/// was read from the manual and not from the code.
/// </summary>
public sealed class AccessMatrixTests
{
    private TestPe _machine = null!;
    private readonly List<string> _wrong = [];
    private int _cases;

    // SCR_EL3.EEL2: Secure EL2 is enabled.
    private bool _eel2;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp()
    {
        _wrong.Clear();
        _cases = 0;
        _machine = new TestPe(new PeFeatures(
            Enum.GetValues<Feature>().Where(f => f is not (Feature.FEAT_NV or Feature.FEAT_NV2 or Feature.FEAT_DoubleLock))));
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void Every_access_goes_where_the_manual_says(
        [Values(SecurityState.NonSecure, SecurityState.Realm, SecurityState.Secure)] SecurityState state,
        [Values] bool e2h, [Values] bool tge, [Values] bool eel2)
    {
        _eel2 = eel2;
        foreach (AccessFact fact in AccessFact.OfRegisters().Where(fact => IsReachable(fact, state, tge) && AccessRows.Has(fact.Register)))
        {
            Check(fact, state, e2h, tge, null);
            foreach (var control in fact.Controls().Where(control => !AccessFact.IsDimension(control)))
                Check(fact, state, e2h, tge, control);
        }
        Assert.That(_cases, Is.GreaterThan(500));
        Assert.That(_wrong, Is.Empty, string.Join('\n', _wrong.Take(60)));
    }

    [Test]
    public void The_table_speaks_of_every_register_at_every_level()
    {
        var spoken = AccessFact.OfRegisters().Select(fact => (fact.Register, fact.IsRead, fact.Level)).ToHashSet();
        var silent = SystemRegisterTable.All.Where(info => !HasOwnTables(info.Register))
            .SelectMany(info => Enum.GetValues<ExceptionLevel>().SelectMany(level => new[] { (info.Register, true, level), (info.Register, false, level) })
                .Where(access => access.Item2 ? info.CanRead : info.CanWrite));
        Assert.That(silent.Where(access => !spoken.Contains(access)), Is.Empty);
    }

    [Test]
    public void The_table_of_system_instructions_speaks_of_each_at_every_level()
    {
        var spoken = AccessFact.OfSystemInstructions().Select(fact => (fact.Subject, fact.Word >> 5 & 0xFFFF, fact.Level)).ToHashSet();
        var all = SystemInstructionTable.All.SelectMany(i => Enum.GetValues<ExceptionLevel>().Select(level => (i.Name, (uint)i.Encoding.Value, level)));
        Assert.That(all.Where(instruction => !spoken.Contains(instruction)), Is.Empty);
    }

    [Test]
    public void The_tables_name_every_bit_that_traps_here()
    {
        var named = AccessFact.OfRegisters().Concat(AccessFact.OfSystemInstructions()).Concat(AccessFact.OfInstructions())
            .SelectMany(fact => fact.Controls()).ToHashSet();
        var rules = SystemRegisterTable.All.Where(info => !HasOwnTables(info.Register)).SelectMany(info => RegisterTraps.Of(info.Register))
            .Concat(SystemInstructionTable.All.SelectMany(instruction => instruction.Traps));
        var traps = FineGrainedTrapTable.All.Where(trap => !trap.Registers.Any(HasOwnTables)).ToLookup(trap => FeatureTable.Get(trap.Feature).IsBuilt);
        var bits = rules.SelectMany(rule => Enumerable.Range(0, 64).Where(bit => (rule.Mask >> bit & 1) != 0).Select(bit => (rule.Control, bit)))
            .Except(traps[false].Select(trap => (trap.Control, trap.Bit))).Concat(traps[true].Select(trap => (trap.Control, trap.Bit))).Distinct();
        Assert.That(bits.Where(bit => !named.Contains(bit)), Is.Empty);
    }

    // Another specification (IHI 0069) says who may access these.
    private static bool HasOwnTables(R register) => register.ToString() is ['I', 'C', 'C' or 'H' or 'V', '_', ..];

    private bool HasEl2(SecurityState state) => _eel2 || state != SecurityState.Secure;

    private bool IsReachable(AccessFact fact, SecurityState state, bool tge) => fact.Level switch
    {
        ExceptionLevel.EL1 => !tge || !HasEl2(state),
        ExceptionLevel.EL2 => HasEl2(state),
        _ => true,
    };

    private void Check(AccessFact fact, SecurityState state, bool e2h, bool tge, (R Register, int Bit)? flipped)
    {
        _machine.At(ExceptionLevel.EL3);
        foreach (var (register, value) in OpenControls.Values(state, e2h, tge))
            Pe[register] = register == R.SCR_EL3 && _eel2 ? value | SCR_EL3.EEL2 : value;
        if (flipped is { } control)
            Pe[control.Register] ^= 1UL << control.Bit;
        _machine.At(fact.Level, state);
        Pe[R.DAIF] = 0x3C0;
        ExpectedAccess expected = fact.Expect(new ControlState(Pe.Raw, state));
        ExceptionLevel undefinedTarget = fact.Level >= ExceptionLevel.EL2 ? fact.Level
            : tge && HasEl2(state) ? ExceptionLevel.EL2 : ExceptionLevel.EL1;
        Pe.X(0) = 0;
        _machine.Run(fact.Word);
        string found = _machine.Exceptions.Count == 0 ? "allowed" : $"{_machine.Last.Syndrome:X} at {_machine.Last.Target}";
        string wanted = expected.IsAllowed ? "allowed" : expected.IsUndefined ? $"2000000 at {undefinedTarget}" : $"{expected.Syndrome:X} at {expected.Target}";
        _cases++;
        if (found != wanted)
            _wrong.Add($"{fact}, {state}, E2H={e2h}, TGE={tge}, {flipped}: {wanted}, not {found}");
    }
}
