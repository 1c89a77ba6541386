using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Tests.Registers;

public class EsrValueTests
{
    [TestCase(0x02000000UL, "Unknown reason (UNDEFINED)")]
    [TestCase(0x1FE00000UL, "Trapped floating point or SIMD, ISS=0x1E00000")]
    [TestCase(0x36000003UL, "Branch Target exception, ISS=0x3")]
    [TestCase(0x3A000000UL, "Illegal Execution state")]
    [TestCase(0x56000012UL, "SVC #0x12")]
    [TestCase(0x66000000UL, "Trapped SVE")]
    [TestCase(0x72000000UL, "PAC Fail")]
    [TestCase(0x86000007UL, "Instruction Abort from the same EL, translation fault, level 3")]
    [TestCase(0x86000210UL, "Instruction Abort from the same EL, synchronous external abort, EA=1")]
    [TestCase(0xF200002AUL, "BRK #0x2A")]
    [TestCase(0x96000004UL, "Data Abort from the same EL, translation fault, level 0, read")]
    [TestCase(0x9600000BUL, "Data Abort from the same EL, access flag fault, level 3, read")]
    [TestCase(0x9600004FUL, "Data Abort from the same EL, permission fault, level 3, write")]
    [TestCase(0x96000210UL, "Data Abort from the same EL, synchronous external abort, read, EA=1")]
    [TestCase(0x96000021UL, "Data Abort from the same EL, alignment fault, read")]
    [TestCase(0x96000028UL, "Data Abort from the same EL, Granule Protection Fault, read")]
    [TestCase(0x96000026UL, "Data Abort from the same EL, Granule Protection Fault on translation table walk, level 2, read")]
    [TestCase(0x96000023UL, "Data Abort from the same EL, Granule Protection Fault on translation table walk, level -1, read")]
    [TestCase(0x96000030UL, "Data Abort from the same EL, TLB conflict abort, read")]
    [TestCase(0x96000035UL, "Data Abort from the same EL, unsupported Exclusive or atomic access, read")]
    [TestCase(0x8A000000UL, "PC alignment fault")]
    [TestCase(0x9A000000UL, "SP alignment fault")]
    [TestCase(0x92000045UL, "Data Abort from a lower EL, translation fault, level 1, write")]
    [TestCase(0x82000006UL, "Instruction Abort from a lower EL, translation fault, level 2")]
    [TestCase(0x5E000000UL, "SMC #0x0")]
    [TestCase(0x06000001UL, "Trapped WFE")]
    [TestCase(0xFE000000UL, "Reserved exception class 0x3F")]
    [TestCase(0xBE000011UL, "SError, uncontainable (UC), DFSC=0x11")]
    public void Known_syndromes_read_as_the_manual_says(ulong value, string text) =>
        Assert.That(EsrFormatter.Format(new EsrValue(value)), Is.EqualTo(text));

    [Test]
    public void A_data_abort_with_syndrome_names_size_and_register()
    {
        var esr = new EsrValue(0x9383_0250 | 1UL << 15);
        Assert.That(EsrFormatter.Format(esr), Is.EqualTo(
            "Data Abort from a lower EL, synchronous external abort, write, EA=1, ISV=1 SAS=2 SRT=x3"));
        Assert.That((esr.ISV, esr.SAS, esr.SRT, esr.SF, esr.WnR, esr.SSE), Is.EqualTo((true, 2, 3, true, true, false)));
    }

    [Test]
    public void A_trapped_access_names_its_register()
    {
        var encoding = SystemRegisterTable.Get(SystemRegister.ID_AA64PFR0_EL1).Encoding;
        var esr = EsrValue.Create(ExceptionClass.TrappedSystem, EsrValue.SystemTrapIss(encoding, rt: 5, isRead: true));
        Assert.That(esr.Value, Is.EqualTo(0x6230_00A9UL), "op0=3 op1=0 CRn=0 CRm=4 op2=0, Rt=5");
        Assert.That((esr.SystemRegister, esr.Rt, esr.IsRead), Is.EqualTo((encoding, 5, true)));
        Assert.That(esr.ToString(), Is.EqualTo("Trapped MRS x5, ID_AA64PFR0_EL1"));
        var write = EsrValue.Create(ExceptionClass.TrappedSystem, EsrValue.SystemTrapIss(encoding, rt: 31, isRead: false));
        Assert.That(write.ToString(), Is.EqualTo("Trapped MSR ID_AA64PFR0_EL1, xzr"));
    }

    [Test]
    public void The_syndrome_of_every_register_gives_back_the_register()
    {
        foreach (var line in SystemRegisterTable.All)
        {
            var esr = EsrValue.Create(ExceptionClass.TrappedSystem, EsrValue.SystemTrapIss(line.Encoding, 7, isRead: false));
            Assert.That((esr.SystemRegister, esr.Rt, esr.IsRead, esr.IL), Is.EqualTo((line.Encoding, 7, false, true)), line.Name);
        }
    }

    [Test]
    public void A_gpc_exception_says_which_part_of_the_check_failed()
    {
        var esr = EsrValue.Create(ExceptionClass.GranuleProtectionCheck, 0x0D << 14 | 0x40 | 0x28);
        Assert.That(esr.GPCSC, Is.EqualTo(GpcStatusCode.ProtectionLevel1));
        Assert.That(esr.ToString(), Is.EqualTo(
            "Granule Protection Check exception, granule protection fault at level 1, Granule Protection Fault, write"));
    }

    [Test]
    public void Every_syndrome_class_and_fault_status_has_words()
    {
        for (ulong ec = 0; ec < 64; ec++)
        {
            for (ulong fsc = 0; fsc < 64; fsc++)
                Assert.That(EsrFormatter.Format(new EsrValue(ec << 26 | fsc)), Is.Not.Empty);
        }
    }

    [TestCase(FaultStatusCode.TranslationLevel2, 2, false, false)]
    [TestCase(FaultStatusCode.TranslationLevelMinus1, -1, false, false)]
    [TestCase(FaultStatusCode.SynchronousExternalAbort, null, false, false)]
    [TestCase(FaultStatusCode.ExternalAbortOnWalkLevel1, 1, true, false)]
    [TestCase(FaultStatusCode.GranuleProtectionOnWalkLevelMinus1, -1, true, true)]
    [TestCase(FaultStatusCode.GranuleProtectionOnWalkLevel3, 3, true, true)]
    [TestCase(FaultStatusCode.GranuleProtection, null, false, true)]
    [TestCase(FaultStatusCode.Alignment, null, false, false)]
    public void Fault_status_codes_know_level_walk_and_granule_protection(FaultStatusCode code, int? level, bool walk, bool gpf) =>
        Assert.That((code.Level(), code.IsOnWalk(), code.IsGranuleProtectionFault()), Is.EqualTo((level, walk, gpf)));
}
