using System.Text.Json;

namespace CcaEmu.Cli.Tests.Commands;

public sealed class ExplainTests
{
    [Test]
    public void A_syndrome_is_taken_apart_field_by_field()
    {
        CommandRun run = CommandRun.Of("explain", "esr", "0x93C18006");
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("EC [31:26] = 0x24: Data Abort from a lower EL").And.Contain("SRT [20:16] = 0x1: register x1").And.Contain("DFSC [5:0] = 0x6: translation fault, level 2"));
    }

    [TestCase("0x204", "level [15:8] = 2: where the walk stopped; the next table to create is of level 3")]
    [TestCase("3", "an attribute of the REC does not fit")]
    [TestCase("0x304", "level [15:8] = 3: the last one, so no table is missing")]
    [TestCase("0x904", "level [15:8] = 9: there is no such level")]
    [TestCase("-1", "NOT_SUPPORTED")]
    [TestCase("77", "not a status of the specification")]
    [TestCase("0xFFFFFFFFFFFFFFFF", "NOT_SUPPORTED")]
    public void A_status_is_told_in_words(string value, string words) =>
        Assert.That(CommandRun.Of("explain", "rmi-status", value).Output, Does.Contain(words));

    [TestCase("0", "nothing has written it, more likely than not")]
    [TestCase("0xFFFFFFFFFFFFFFFF", "bits 63:56 = 0xFF, which is no field of any class")]
    [TestCase("96000210", "96000210 is taken for a decimal number; for hexadecimal write 0x96000210")]
    public void An_odd_syndrome_is_said_to_be_odd(string value, string words) =>
        Assert.That(CommandRun.Of("explain", "esr", value).Output, Does.Contain(words));

    [TestCase("9600004f", "found '9600004f'; for hexadecimal write 0x9600004f")]
    [TestCase("0x1FFFFFFFFFFFFFFFF", "expected a number from 0 to 2^64-1")]
    [TestCase("-1.5", "expected a number from 0 to 2^64-1")]
    public void What_is_no_number_is_refused_in_one_line(string value, string words)
    {
        CommandRun run = CommandRun.Of("explain", "esr", value);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error.Trim(), Does.Contain(words).And.Not.Contain("\n"));
    }

    [TestCase("0x80000000", "an access by the realm works")]
    [TestCase("0x40000000", "ends in a synchronous external abort in the realm; the host sees nothing of it")]
    [TestCase("0x11C090000", "exits to the host, which emulates a device")]
    [TestCase("0x83000000", "exits to the host, which maps memory there")]
    [TestCase("0xFFFFFFFFFFFFFFFF", "is beyond the IPA space")]
    [Category("WholeMachine")]
    public void What_comes_of_an_access_to_an_ipa_is_said(string ipa, string words) =>
        Assert.That(CommandRun.Of("explain", "ipa", ipa, Images.Path("hello")).Output, Does.Contain(words).And.Not.Contain("stage 1"));

    [Test]
    [Category("WholeMachine")]
    public void A_populated_page_was_changed_last_by_who_populated_it() =>
        Assert.That(CommandRun.Of("explain", "ipa", "0x80001000", Images.Path("hello")).Output, Does.Contain("last changed by RMI_RTT_DATA_MAP_INIT"));

    [Test]
    [Category("WholeMachine")]
    public void A_physical_address_beyond_the_GPT_has_no_entry() =>
        Assert.That(CommandRun.Of("explain", "pa", "0xFFFFFFFFFFFFFFFF", Images.Path("hello")).Output, Does.Contain("no entry of the GPT stands for it"));

    [Test]
    [Category("WholeMachine")]
    public void An_ipa_is_walked_as_it_is_at_the_realms_end()
    {
        CommandRun run = CommandRun.Of("explain", "ipa", "0x40000000", Images.Path("fault"));
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("in the protected half (the other half: 0x140000000)").And.Contain("HIPAS VOID, RIPAS EMPTY").And.Contain("refused by stage 2 at level 2"));
    }

    [Test]
    [Category("WholeMachine")]
    public void A_virtual_address_leads_to_its_page_and_says_who_mapped_it()
    {
        CommandRun run = CommandRun.Of("explain", "va", "0x80000044", Images.Path("fault"));
        Assert.That(run.Output, Does.Contain("HIPAS DATA, RIPAS RAM").And.Contain("last changed by RMI_RTT_").And.Match("leads to PA 0x[0-9a-f]+ \\(Realm\\), GPI Realm"));
    }

    [Test]
    [Category("WholeMachine")]
    public void A_physical_address_is_told_with_gpi_and_owner() =>
        Assert.That(CommandRun.Of("explain", "pa", "0x80002000", Images.Path("hello")).Output, Does.Contain("GPI Realm").And.Contain("is RD to the RMM"));

    [Test]
    [Category("WholeMachine")]
    public void The_user_guide_names_the_members_of_each_inspection([Values("gpt", "granules", "rtt", "realms", "recs", "tlb", "gic")] string name)
    {
        using JsonDocument json = JsonDocument.Parse(CommandRun.Of("inspect", name, Images.Path("hello"), "--json").Output);
        string[] members = [.. json.RootElement[0].EnumerateObject().Select(member => member.Name)];
        string guide = File.ReadAllText(Path.Combine(Images.Folder(), "..", "docs", "user-guide.md"));
        Assert.That(guide, Does.Contain($"| `{name}` | {string.Join(", ", members.Select(member => $"`{member}`"))} |"));
    }

    [TestCase("gpt", "GPI", "Realm")]
    [TestCase("granules", "state", "RD")]
    [TestCase("rtt", "HIPAS", "DATA")]
    [TestCase("realms", "RIM", null)]
    [TestCase("recs", "state", "READY")]
    [TestCase("gic", "register", "ICH_VMCR_EL2")]
    [TestCase("tlb", "VA", null)]
    [Category("WholeMachine")]
    public void An_inspection_as_json_has_a_member_for_each_column(string name, string column, string? value)
    {
        CommandRun run = CommandRun.Of("inspect", name, Images.Path("hello"), "--json");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        string?[] values = [.. json.RootElement.EnumerateArray().Select(row => row.GetProperty(column).GetString())];
        if (value is not null)
            Assert.That(values, Does.Contain(value));
    }

    [Test]
    [Category("WholeMachine")]
    public void A_tlb_entry_of_a_realm_leads_where_its_translation_table_leads()
    {
        List<Dictionary<string, string>> tlb = [.. Inspect("tlb").Where(row => row["state"] == "Realm" && row["VMID"] != "-")];
        var pages = Inspect("rtt").Where(row => row["level"] == "3" && row["HIPAS"] == "DATA").ToDictionary(row => row["IPA"], row => row["PA"]);

        // The guest's MMU is off: its virtual addresses are its IPAs.
        Assert.That(tlb, Has.Count.GreaterThan(2));
        Assert.That(tlb.Select(row => row["PA"]), Is.EqualTo(tlb.Select(row => pages[row["VA"]])));
        Assert.That(tlb.Select(row => row["GPI"]), Is.All.EqualTo("Realm"));
    }

    [Test]
    [Category("WholeMachine")]
    public void An_inspection_as_text_has_a_title_and_aligned_columns() =>
        Assert.That(CommandRun.Of("inspect", "rtt", Images.Path("hello")).Output, Does.StartWith("Realm translation tables\n").And.Match("  0x8000[0-9A-F]+  2 +0x80000000  TABLE"));

    [TestCase("explain", "esr", "x1")]
    [TestCase("explain", "va", "12g", "hello.elf")]
    [TestCase("explain", "soul", "1")]
    [TestCase("inspect", "souls", "hello.elf")]
    [TestCase("explain", "pa", "0", "/nowhere/at-all.elf")]
    public void What_is_wrong_is_said_in_one_line(params string[] args)
    {
        CommandRun run = CommandRun.Of(args);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error.Count(c => c == '\n'), Is.EqualTo(1), run.Error);
    }

    private static IEnumerable<Dictionary<string, string>> Inspect(string table)
    {
        using JsonDocument json = JsonDocument.Parse(CommandRun.Of("inspect", table, Images.Path("hello"), "--json").Output);
        return [.. json.RootElement.EnumerateArray().Select(row => row.EnumerateObject().ToDictionary(cell => cell.Name, cell => cell.Value.GetString()!))];
    }
}
