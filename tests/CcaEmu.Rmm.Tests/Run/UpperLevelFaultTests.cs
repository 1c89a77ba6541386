using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Tests.Bench;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>Accesses that end in a starting table: with LPA2 and 4 KiB that is level -1, whose faults have codes of their own.</summary>
public sealed class UpperLevelFaultTests
{
    private const ulong Offset = 0x18;


    private static IEnumerable<TestCaseData> Sizes() =>
        from granule in new[] { TranslationGranule.Size4K, TranslationGranule.Size16K, TranslationGranule.Size64K }
        from lpa2 in new[] { false, true }
        select new TestCaseData(granule, lpa2);

    [TestCaseSource(nameof(Sizes))]
    public void An_access_to_EMPTY_is_an_external_abort_in_the_Realm(TranslationGranule granule, bool lpa2)
    {
        using var realm = new SizedRealm(granule, lpa2);
        realm.Start([.. A64.Load(4, Last(realm) + Offset), A64.Ldr(0, 4)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.HostCall));
        var esr = new EsrValue(realm.Exit(L.ExitGprs + 8));
        Assert.That((esr.EC, esr.FSC, esr.EA), Is.EqualTo((ExceptionClass.DataAbortSame, FaultStatusCode.SynchronousExternalAbort, true)));
        Assert.That(realm.Exit(L.ExitGprs + 24), Is.EqualTo(Last(realm) + Offset), "FAR_EL1");
    }

    [TestCaseSource(nameof(Sizes))]
    public void RAM_without_memory_is_the_host_s_affair(TranslationGranule granule, bool lpa2)
    {
        using var realm = new SizedRealm(granule, lpa2);
        MakeRam(realm);
        realm.Start([.. A64.Load(4, Last(realm) + Offset), A64.Ldr(0, 4)]);
        MustExit(realm, ExceptionClass.DataAbortLower, 0, Last(realm));
    }

    [TestCaseSource(nameof(Sizes))]
    public void Code_without_memory_is_the_host_s_affair(TranslationGranule granule, bool lpa2)
    {
        using var realm = new SizedRealm(granule, lpa2);
        MakeRam(realm);
        realm.Start([.. A64.Load(4, Last(realm)), A64.Br(4)]);
        MustExit(realm, ExceptionClass.InstructionAbortLower, 0, Last(realm));
    }

    [TestCaseSource(nameof(Sizes))]
    public void A_buffer_of_a_call_without_memory_is_the_host_s_affair(TranslationGranule granule, bool lpa2)
    {
        using var realm = new SizedRealm(granule, lpa2);
        MakeRam(realm);
        realm.Start(Guests.Rsi(RsiCommand.HostCall, Last(realm)));
        MustExit(realm, ExceptionClass.DataAbortLower, 0, Last(realm));
    }

    [TestCaseSource(nameof(Sizes))]
    public void A_device_is_emulated_by_the_host(TranslationGranule granule, bool lpa2)
    {
        using var realm = new SizedRealm(granule, lpa2);
        ulong last = 2 * realm.Unprotected - realm.Bytes;
        realm.Start([.. A64.Load(4, last + Offset), A64.Ldr(0, 4)]);
        MustExit(realm, ExceptionClass.DataAbortLower, ESR_ELx.SAS.Set(0, 3) | ESR_ELx.ISV | ESR_ELx.SF, last);
        Assert.That(realm.Exit(L.ExitFar), Is.EqualTo(Offset));
    }

    private static ulong Last(SizedRealm realm) => realm.Unprotected - realm.Bytes;

    // The last entry of the starting table's protected half, as a whole.
    private static void MakeRam(SizedRealm realm)
    {
        ulong size = realm.Granule.EntrySizeBytes(realm.StartLevel);
        realm.Bench.Succeed(RmiCommand.RttInitRipas, realm.Rd, realm.Unprotected - size, realm.Unprotected);
    }

    private static void MustExit(SizedRealm realm, ExceptionClass kind, ulong syndrome, ulong page)
    {
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        ulong esr = ESR_ELx.EC.Set((ulong)FaultStatusCodes.Translation(realm.StartLevel) | syndrome, (ulong)kind);
        Assert.That(new EsrValue(realm.Exit(L.ExitEsr)), Is.EqualTo(new EsrValue(esr)));
        Assert.That(new HpfarEl2(realm.Exit(L.ExitHpfar)).Page.Value, Is.EqualTo(page));
    }
}
