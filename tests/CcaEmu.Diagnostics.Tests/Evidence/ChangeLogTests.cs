using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;

namespace CcaEmu.Diagnostics.Tests.Evidence;

public sealed class ChangeLogTests
{
    private const ulong Ipa = 0x8020_0000;

    private readonly ChangeLog _log = new();

    [Test]
    public void A_change_by_a_PE_whose_clock_is_ahead_counts_when_it_happened_before()
    {
        Share(pe: 0, cycles: 100, order: 3);
        Share(pe: 1, cycles: 900, order: 7);

        Assert.That(_log.OfIpa(null, Ipa, until: 8)!.Value, Has.Property(nameof(Change.PeIndex)).EqualTo(1));
        Assert.That(_log.ByRealm(Ipa, until: 8)!.Value.ModelledCycles, Is.EqualTo(900));
    }

    [Test]
    public void A_change_by_a_PE_whose_clock_lags_does_not_count_when_it_happened_behind()
    {
        Share(pe: 0, cycles: 500, order: 3);
        Share(pe: 1, cycles: 100, order: 9);

        Assert.That(_log.OfIpa(null, Ipa, until: 8)!.Value.PeIndex, Is.EqualTo(0));
        Assert.That(_log.OfIpa(null, Ipa)!.Value.PeIndex, Is.EqualTo(1));
        Assert.That(_log.OfIpa(null, Ipa, until: 2), Is.Null);
    }

    [Test]
    public void Delegation_and_removal_are_cut_off_by_the_same_order()
    {
        Note(new CallRecord { Interface = CallInterface.Rmi, EndCycles = 900, Arguments = Of(RmiCommand.GranuleRangeDelegate, 0x9000_0000, 0x9000_1000), Results = Of(0, 0x9000_1000) }, order: 5);
        Note(new CallRecord { Interface = CallInterface.Rmi, EndCycles = 10, Arguments = Of(RmiCommand.RttDataUnmap, 0x9000_2000, Ipa, Ipa + 0x1000), Results = Of(0, Ipa + 0x1000) }, order: 6);

        Assert.That(_log.OfGranule(0x9000_0000, until: 5), Is.Not.Null);
        Assert.That(_log.OfGranule(0x9000_0000, until: 4), Is.Null);
        Assert.That(_log.Removal(0x9000_2000, Ipa, until: 6), Is.Not.Null);
        Assert.That(_log.Removal(0x9000_2000, Ipa, until: 5), Is.Null);
    }

    [Test]
    public void A_command_that_became_an_operation_has_changed_what_it_names_when_its_last_step_succeeds()
    {
        const ulong handle = 0x61A5, rd = 0x9000_2000;
        ulong incomplete = RmiResult.Incomplete(RmiMemoryRequest.None, canCancel: false).Value;
        Note(new CallRecord { Interface = CallInterface.Rmi, EndCycles = 10, Arguments = Of(RmiCommand.RttUnprotMap, rd, Ipa, Ipa + 0x1000), Results = Of(incomplete, handle) }, order: 5);
        Note(new CallRecord { Interface = CallInterface.Rmi, EndCycles = 20, Arguments = Of(RmiCommand.OpContinue, handle), Results = Of(incomplete, handle) }, order: 6);
        Assert.That(_log.SharedPages, Is.Empty);

        Note(new CallRecord { Interface = CallInterface.Rmi, EndCycles = 30, Arguments = Of(RmiCommand.OpContinue, handle), Results = Of(0, Ipa + 0x1000) }, order: 7);

        Assert.That(_log.SharedPages.Single(), Has.Property(nameof(Change.Base)).EqualTo(Ipa).And.Property(nameof(Change.ModelledCycles)).EqualTo(30)
            .And.Property(nameof(Change.Rd)).EqualTo(rd));
    }

    private void Share(int pe, ulong cycles, ulong order) => Note(
        new CallRecord { PeIndex = pe, Interface = CallInterface.Rsi, EndCycles = cycles, Arguments = Of(RsiCommand.IpaStateSet, Ipa, Ipa + 0x1000), Results = Of(0, Ipa + 0x1000) }, order);

    private void Note(CallRecord call, ulong order)
    {
        call.Outcome = CallOutcome.Returned;
        _log.Note(call, order);
    }

    private static CallRegisters Of(Enum command, params ulong[] rest) => Of([Convert.ToUInt64(command, null), .. rest]);

    private static CallRegisters Of(params ulong[] values)
    {
        CallRegisters registers = default;
        for (int i = 0; i < values.Length; i++)
            registers[i] = values[i];
        return registers;
    }
}
