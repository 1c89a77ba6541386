using System.Text;
using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;

namespace CcaEmu.Arm.Tests.Smccc;

public class SmcNamesTests
{
    [Test]
    public void No_two_commands_share_a_function_identifier() =>
        Assert.That(SmcNames.All.Select(command => command.FunctionId.Value), Is.Unique);

    [Test]
    public void Every_table_has_one_line_per_member_with_the_name_of_the_member()
    {
        Assert.Multiple(() =>
        {
            Compare<RmiCommand>(RmiCommandTable.All, "RMI");
            Compare<RsiCommand>(RsiCommandTable.All, "RSI");
            Compare<PsciFunction>(PsciFunctionTable.All, "PSCI");
            Compare<RmmEl3Command>(RmmEl3CommandTable.All, "RMM");
            Compare<SmcccFunction>(SmcccFunctionTable.All, "SMCCC");
        });
    }

    [TestCase(0xC400_0150U, "RMI_VERSION")]
    [TestCase(0xC400_0153U, "RMI_RTT_DATA_MAP_INIT")]
    [TestCase(0xC400_0158U, "RMI_REALM_CREATE")]
    [TestCase(0xC400_015CU, "RMI_REC_ENTER")]
    [TestCase(0xC400_015DU, "RMI_RTT_CREATE")]
    [TestCase(0xC400_0161U, "RMI_RTT_READ_ENTRY")]
    [TestCase(0xC400_016EU, "RMI_RMM_CONFIG_SET")]
    [TestCase(0xC400_01E1U, "RMI_GRANULE_TRACKING_GET")]
    [TestCase(0xC400_01EEU, "RMI_RMM_STATE_GET")]
    [TestCase(0xC400_01F1U, "RMI_GRANULE_RANGE_DELEGATE")]
    [TestCase(0xC400_01F5U, "RMI_RTT_DATA_MAP")]
    [TestCase(0xC400_01FCU, "RMI_RTT_UNPROT_UNMAP")]
    [TestCase(0xC400_0201U, "RMI_REALM_TERMINATE")]
    [TestCase(0xC400_0208U, "RMI_OP_MEM_DONATE")]
    [TestCase(0xC400_0190U, "RSI_VERSION")]
    [TestCase(0xC400_0196U, "RSI_REALM_CONFIG")]
    [TestCase(0xC400_0197U, "RSI_IPA_STATE_SET")]
    [TestCase(0xC400_0199U, "RSI_HOST_CALL")]
    [TestCase(0x8400_0000U, "PSCI_VERSION")]
    [TestCase(0xC400_0003U, "PSCI_CPU_ON")]
    [TestCase(0x8400_0003U, "PSCI_CPU_ON")]
    [TestCase(0xC400_018FU, "RMM_RMI_REQ_COMPLETE")]
    [TestCase(0xC400_01B0U, "RMM_GTSI_DELEGATE")]
    [TestCase(0xC400_01BBU, "RMM_RESERVE_MEMORY")]
    [TestCase(0xC400_01CFU, "RMM_BOOT_COMPLETE")]
    [TestCase(0x8000_0000U, "SMCCC_VERSION")]
    [TestCase(0xC401_015CU, "RMI_REC_ENTER", Description = "with SVE hint")]
    [TestCase(0x8400_1234U, "SMC 0x84001234")]
    public void Function_identifiers_have_the_names_of_their_specifications(uint functionId, string name) =>
        Assert.That(SmcNames.NameOf(functionId), Is.EqualTo(name));

    [Test]
    public void A_call_shows_its_arguments_by_name() =>
        Assert.That(
            SmcNames.DescribeCall([0xC400_015D, 0x8800_1000, 0x8800_5000, 0x8000_0000, 2]),
            Is.EqualTo("RMI_RTT_CREATE rd=0x88001000 rtt=0x88005000 ipa=0x80000000 level=2"));

    [Test]
    public void A_negative_level_and_a_ripas_are_shown_as_such()
    {
        Assert.That(SmcNames.DescribeCall([0xC400_0161, 0x1000, 0, ulong.MaxValue]), Does.EndWith("level=-1"));
        Assert.That(SmcNames.DescribeCall([0xC400_0197, 0x1000, 0x2000, 1, 0]), Is.EqualTo(
            "RSI_IPA_STATE_SET base=0x1000 top=0x2000 ripas=RAM flags=0x0"));
        Assert.That(SmcNames.DescribeCall([0xC400_0197, 0x1000, 0x2000, 9, 0]), Does.Contain("ripas=0x9"));
    }

    [Test]
    public void Registers_that_are_not_given_are_not_shown() =>
        Assert.That(SmcNames.DescribeCall([0xC400_015D, 0x1000]), Is.EqualTo("RMI_RTT_CREATE rd=0x1000"));

    [Test]
    public void An_unknown_call_shows_registers_by_number() =>
        Assert.That(SmcNames.DescribeCall([0x8400_1234, 1, 2]), Is.EqualTo("SMC 0x84001234 x1=0x1 x2=0x2"));

    [TestCase(0xC400_015DU, 0x204UL, "ERROR_RTT(2)")]
    [TestCase(0xC400_015DU, 0UL, "SUCCESS")]
    [TestCase(0xC400_01F1U, 0UL, "SUCCESS out_top=0x5000")]
    [TestCase(0xC400_01F1U, 1UL, "ERROR_INPUT")]
    [TestCase(0xC400_015EU, 0x304UL, "ERROR_RTT(3) rtt=0x5000 top=0x6000")]
    [TestCase(0xC400_015AU, 0x10DUL, "INCOMPLETE(DONATE) handle=0x5000 wants 6144 x level 3")]
    [TestCase(0xC400_0199U, 1UL, "ERROR_INPUT")]
    [TestCase(0xC400_0195U, 3UL, "INCOMPLETE written=20480")]
    [TestCase(0xC400_0003U, 0xFFFF_FFFF_FFFF_FFFCUL, "ALREADY_ON")]
    [TestCase(0x8400_0000U, 0x1_0001UL, "1.1")]
    [TestCase(0xC400_0004U, 1UL, "1")]
    [TestCase(0xC400_01B0U, 0xFFFF_FFFF_FFFF_FFFDUL, "BAD_PAS")]
    [TestCase(0xC400_015DU, ulong.MaxValue, "NOT_SUPPORTED")]
    [TestCase(0x8400_1234U, 5UL, "0x5")]
    public void A_result_shows_status_and_outputs(uint functionId, ulong x0, string text) =>
        Assert.That(SmcNames.DescribeResult(functionId, [x0, 0x5000, 0x6000]), Is.EqualTo(text));

    [Test]
    public void Every_command_can_be_described_whatever_the_registers_hold()
    {
        ulong[] registers = [0, ulong.MaxValue, 1UL << 63, 0x8000_0000, 7, 0xFFFF, 0, 1, 2, 3, 4, 5];
        foreach (var command in SmcNames.All)
        {
            registers[0] = command.FunctionId.Value;
            Assert.That(SmcNames.DescribeCall(registers), Does.StartWith(command.Name));
            foreach (var status in new ulong[] { 0, 1, 4, 13, 0x7F, ulong.MaxValue })
            {
                registers[0] = status;
                Assert.That(SmcNames.DescribeResult(command.FunctionId.Value, registers), Is.Not.Empty);
            }
        }
    }

    [Test]
    public void The_notation_of_the_tables_numbers_registers_in_turn()
    {
        var values = CommandLine.Values("index:n size:n value[3]");
        Assert.That(values.Select(value => value.Name), Is.EqualTo(new[] { "index", "size", "value0", "value1", "value2" }));
        Assert.That(values.Select(value => value.Register), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
        Assert.That(() => CommandLine.Values("x:nonsense"), Throws.ArgumentException);
    }

    private static void Compare<T>(IReadOnlyList<CommandInfo> table, string prefix)
        where T : struct, Enum
    {
        var expected = Enum.GetValues<T>().ToDictionary(
            member => Convert.ToUInt32(member), member => $"{prefix}_{Snake(member.ToString().Replace("Smc32", ""))}");
        Assert.That(table.ToDictionary(line => line.FunctionId.Value, line => line.Name), Is.EquivalentTo(expected));
    }

    private static string Snake(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (text.Length > 0 && char.IsUpper(letter)) text.Append('_');
            text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }
}
