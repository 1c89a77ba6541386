using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>What a PE with an observer of its TLB reports, and what it does not.</summary>
internal sealed class StrictTlbTests : ITlbObserver
{
    private const ulong Page = TestPe.Data, Old = 0x21_3000, New = 0x21_4000, Ipa = 0x60_0000;
    private const uint Load = 0xF940_0001; // LDR X1, [X0]

    private readonly List<StaleTranslation> _found = [];
    private El1Machine _machine = null!;

    public void OnStaleTranslation(ProcessingElement pe, in StaleTranslation stale) => _found.Add(stale);

    [SetUp]
    public void Start()
    {
        _found.Clear();
        _machine = new El1Machine();
        _machine.Pe.TlbObserver = this;
        _machine.Pe.X(0) = Page;
        _machine.Put64(Old, 1);
        _machine.Put64(New, 2);
    }

    [TearDown]
    public void End() => _machine.Dispose();

    [Test]
    public void A_page_that_is_mapped_elsewhere_without_TLBI_is_reported_with_break_before_make()
    {
        _machine.Map(Page, Old, writable: false);
        _machine.Run(Load);
        _machine.Map(Page, New, writable: false);
        _machine.Run(Load);
        Assert.That(_machine.Pe.X(1), Is.EqualTo(2), "strict mode itself always looks at the tables");
        Assert.That(_found, Has.Count.EqualTo(1));
        Assert.That((_found[0].Va, _found[0].Old.Value, _found[0].New.Value, _found[0].BreaksBeforeMake), Is.EqualTo((Page, Old, New, true)));
        Assert.That(_found[0].MissingTlbi, Is.EqualTo($"TLBI VAE1 of VA 0x{Page:x}, ASID 0, VMID 0"));
    }

    [Test]
    public void An_unmapped_page_without_TLBI_is_reported_and_with_it_is_not([Values] bool maintained)
    {
        ulong entry = _machine.Map(Page, Old, writable: false);
        _machine.Run(Load);
        _machine.Put64(entry, 0);
        if (maintained)
        {
            _machine.Pe.X(2) = Page >> 12;
            _machine.Run(A64.Sys(0, 8, 7, 1, 2)); // TLBI VAE1, X2
        }
        _machine.Run(Load);
        Assert.That(_machine.Exceptions, Has.Count.EqualTo(1), "the load faults either way");
        Assert.That(_found.Select(stale => stale.Fault.Kind), Is.EqualTo(maintained ? [] : new[] { FaultKind.Translation }));
    }

    [Test]
    public void A_change_of_stage_2_names_the_maintenance_of_both_stages()
    {
        _machine.EnableStage2();
        _machine.Map(Page, Ipa, writable: false);
        _machine.MapStage2(Ipa, Old, "r");
        _machine.Run(Load);
        _machine.MapStage2(Ipa, New, "r");
        _machine.Run(Load);
        Assert.That(_found.Select(stale => stale.MissingTlbi), Is.EqualTo(new[] { $"TLBI IPAS2E1 of IPA 0x{Ipa:x}, VMID 0, and then TLBI VMALLE1" }));
    }

    [Test]
    public void A_granule_that_changes_its_space_names_the_maintenance_of_granule_protection()
    {
        _machine.EnableGranuleProtection();
        _machine.Map(Page, Old, writable: false);
        _machine.Run(Load);
        _machine.SetGpi(Old, Gpi.Realm);
        _machine.Run(Load);
        Assert.That(_found.Select(stale => stale.MissingTlbi), Is.EqualTo(new[] { $"TLBI RPALOS or RPAOS of PA 0x{Old:x}, or TLBI PAALL" }));
    }

    [Test]
    public void The_walk_of_the_last_fault_is_kept_fetch_by_fetch()
    {
        ulong entry = _machine.Map(Page, Old, writable: false);
        _machine.Put64(entry, 0);
        _machine.Run(Load);
        ReadOnlySpan<WalkStep> steps = _machine.Pe.LastWalk.Steps;
        Assert.That(steps.Length, Is.EqualTo(3), "39-bit addresses: levels 1, 2 and 3");
        WalkStep last = steps[^1];
        Assert.That((last.Stage, last.Level, last.Address, last.WasRead, last.Descriptor),
            Is.EqualTo(((byte)1, (sbyte)3, new PhysicalAddress(entry, Pas.NonSecure), true, 0UL)));
        Assert.That(steps[0].Descriptor & 3, Is.EqualTo(3), "a table");
    }
}
