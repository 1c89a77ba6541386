using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;

namespace CcaEmu.Cli.Tests.Debugging;

/// <summary>The stub by its packets: stopping, stepping, going back, looking, changing.</summary>
internal sealed class GdbSessionTests
{
    private const ulong Entry = 0x8000_0000;
    private const string Break = "T05thread:1;swbreak:;";

    [Test]
    public void A_breakpoint_in_a_realm_stops_there_and_the_run_goes_on_to_the_same_digest()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = image.Client;
        Assert.That(gdb.Ask("?"), Does.StartWith("T05thread:1;"));
        Assert.That(gdb.Ask($"Z0,{Entry:x},4"), Is.EqualTo("OK"));
        Assert.That(gdb.Ask("vCont;c"), Is.EqualTo(Break));
        Assert.That(gdb.Pc, Is.EqualTo(Entry));
        Assert.That(gdb.Monitor("world"), Does.StartWith("PE0 R-EL1, realm 0 rec 0, PC 0x80000000"));
        Assert.That(gdb.Ask("vCont;s:1"), Is.EqualTo("T05thread:1;"));
        Assert.That(gdb.Pc, Is.EqualTo(Entry + 4));
        RunToTheEnd(image);
        Assert.That(image.Digest, Is.EqualTo(DebuggedImage.DigestWithoutDebugger("hello")));
        Assert.That(image.Console, Does.Contain("Hello from a realm!"));
    }

    [Test]
    public void Stepping_through_a_realm_leaves_the_digest_as_it_is([Values(1, 4)] int pes)
    {
        string name = pes == 1 ? "hello" : "smp";
        using var image = new DebuggedImage(name, pes);
        GdbClient gdb = RunToEntry(image);
        for (int i = 0; i < 40; i++)
            Assert.That(gdb.Ask($"vCont;s:{i / 10 % pes + 1:x}"), Does.StartWith("T05thread:"));
        gdb.Ask($"z0,{Entry:x},4");
        RunToTheEnd(image);
        Assert.That(image.Digest, Is.EqualTo(DebuggedImage.DigestWithoutDebugger(name, pes)));
    }

    [Test]
    public void Every_step_back_finds_the_registers_of_the_step_before([Values("hello", "smp")] string name)
    {
        using var image = new DebuggedImage(name, name == "smp" ? 4 : 1);
        GdbClient gdb = RunToEntry(image);
        gdb.Ask($"z0,{Entry:x},4");
        List<string> registers = [];
        for (int i = 0; i < 6; i++)
        {
            registers.Add(gdb.Ask("g"));
            Assert.That(gdb.Ask("vCont;s:1"), Is.EqualTo("T05thread:1;"));
        }
        for (int i = registers.Count - 1; i >= 0; i--)
        {
            Assert.That(gdb.Ask("bs"), Is.EqualTo("T05thread:1;"));
            Assert.That(gdb.Ask("g"), Is.EqualTo(registers[i]), $"step {i}");
        }
    }

    [Test]
    public void From_the_end_one_can_go_back_to_a_breakpoint_and_on_to_the_beginning_and_nothing_is_printed_twice()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = image.Client;
        Assert.That(gdb.Ask("c"), Is.EqualTo("T05thread:1;replaylog:end;"));
        Assert.That(gdb.Printed.ToString(), Does.Contain("the run has ended: the guest passed"));
        string printed = image.Console;
        gdb.Ask($"Z0,{Entry:x},4");
        Assert.That(gdb.Ask("bc"), Is.EqualTo(Break));
        Assert.That(gdb.Pc, Is.EqualTo(Entry));
        Assert.That(gdb.Ask("bc"), Is.EqualTo("T05thread:1;replaylog:begin;"));
        Assert.That(gdb.Ask("c"), Is.EqualTo(Break));
        RunToTheEnd(image);
        Assert.That(image.Console, Is.EqualTo(printed));
        Assert.That(image.Digest, Is.EqualTo(DebuggedImage.DigestWithoutDebugger("hello")));
    }

    [Test]
    public void A_breakpoint_counts_only_in_its_scope()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = image.Client;
        Assert.That(gdb.Monitor("scope ns"), Does.Contain("Non-secure"));
        gdb.Ask($"Z1,{Entry:x},4");
        Assert.That(gdb.Ask("c"), Is.EqualTo("T05thread:1;replaylog:end;"), "the guest is in the Realm world");
        Assert.That(gdb.Monitor($"bind 0x{Entry:x} realm=0 el1"), Does.Contain("realm 0"));
        Assert.That(gdb.Ask("bc"), Is.EqualTo("T05thread:1;hwbreak:;"));
        gdb.Monitor($"bind 0x{Entry:x} realm=1");
        Assert.That(gdb.Ask("bc"), Is.EqualTo("T05thread:1;replaylog:begin;"));
    }

    [Test]
    public void Calls_world_switches_and_faults_can_be_caught_forwards_and_backwards()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = image.Client;
        Assert.That(gdb.Monitor("catch rmi REC_ENTER"), Does.Contain("rmi REC_ENTER"));
        gdb.Printed.Clear();
        Assert.That(gdb.Ask("c"), Is.EqualTo("T05thread:1;"));
        Assert.That(gdb.Printed.ToString(), Does.StartWith("RMI_REC_ENTER"));
        string registers = gdb.Ask("g");
        gdb.Monitor("catch off");
        gdb.Monitor("catch switch");
        gdb.Printed.Clear();
        Assert.That(gdb.Ask("c"), Is.EqualTo("T05thread:1;"));
        Assert.That(gdb.Printed.ToString(), Is.EqualTo("world switch from Non-secure to R-EL2\n"));
        gdb.Monitor("catch off");
        gdb.Monitor("catch rmi RMI_REC_ENTER");
        Assert.That(gdb.Ask("bc"), Is.EqualTo("T05thread:1;"));
        Assert.That(gdb.Ask("g"), Is.EqualTo(registers));
    }

    [Test]
    public void A_fault_of_the_guest_is_caught_by_its_class()
    {
        using var image = new DebuggedImage("fault");
        GdbClient gdb = image.Client;
        // The RMM takes it, and answers it with one at the guest's own level.
        gdb.Monitor("catch exception DataAbortLower");
        do
        {
            gdb.Printed.Clear();
            Assert.That(gdb.Ask("c"), Is.EqualTo("T05thread:1;"));
            Assert.That(gdb.Printed.ToString(), Does.StartWith("DataAbortLower from R-EL1 at 0x"));
        }
        while (!gdb.Printed.ToString().Contains("at 0x80000044"));
        Assert.That(gdb.Printed.ToString(), Does.Contain("FAR 0x40000000"));
    }

    [Test]
    public void A_watchpoint_stops_before_the_store_and_again_on_the_way_back()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = RunToEntry(image);
        // The stack is the page below the first of its addresses that is pushed to: found by stepping.
        ulong sp = 0;
        for (int i = 0; i < 12 && sp == 0; i++)
        {
            gdb.Ask("vCont;s:1");
            sp = gdb.Register(31);
        }
        gdb.Monitor("scope realm");
        Assert.That(gdb.Ask($"Z2,{sp - 64:x},40"), Is.EqualTo("OK"));
        string stop = gdb.Ask("c");
        Assert.That(stop, Is.EqualTo($"T05thread:1;watch:{sp - 64:x};"));
        ulong pc = gdb.Pc;
        Assert.That(Convert.FromHexString(gdb.Ask($"m{pc:x},4"))[3] & 0x3F, Is.EqualTo(0x29), "STP");
        Assert.That(gdb.Ask("c"), Does.Contain("watch:"));
        Assert.That(gdb.Ask("bc"), Is.EqualTo(stop));
        Assert.That(gdb.Pc, Is.EqualTo(pc));
    }

    [Test]
    public void Memory_is_read_by_translation_or_by_address_space_and_the_granule_protection_table_decides()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = RunToEntry(image);
        string code = gdb.Ask($"m{Entry:x},10");
        Assert.That(code, Has.Length.EqualTo(32));
        string walked = gdb.Monitor($"walk 0x{Entry:x}");
        Assert.That(walked, Does.Contain("(Realm)").And.Contain("open to Realm"));
        string pa = walked.Split(" is ")[1].Split(' ')[0];
        gdb.Monitor("pas realm");
        Assert.That(gdb.Ask($"m{pa[2..]},10"), Is.EqualTo(code));
        gdb.Monitor("pas ns");
        Assert.That(gdb.Ask($"m{pa[2..]},10"), Is.EqualTo("E0e"));
        gdb.Monitor("pas va");
        Assert.That(gdb.Ask("m1,10"), Is.EqualTo("E0e"));
    }

    [Test]
    public void Physical_memory_of_a_realm_is_seen_as_the_realm_sees_it_unless_another_context_is_chosen()
    {
        using var image = new DebuggedImage("hello", hasMec: true);
        GdbClient gdb = RunToEntry(image);
        string code = gdb.Ask($"m{Entry:x},10"), pa = gdb.Monitor($"walk 0x{Entry:x}").Split(" is ")[1].Split(' ')[0];
        string rd = Regex.Match(gdb.Monitor($"granule {pa}"), "realm 0x([0-9A-F]+)").Groups[1].Value;
        string table = Regex.Match(gdb.Monitor($"rtt 0x{Entry:x}"), "HIPAS TABLE, PA 0x([0-9A-F]+)").Groups[1].Value;
        gdb.Monitor("pas realm");
        Assert.That(gdb.Ask($"m{pa[2..]},10"), Is.EqualTo(code));
        string entries = gdb.Ask($"m{table},400"), descriptor = gdb.Ask($"m{rd},400");
        Assert.That(gdb.Monitor("mecid 0"), Does.Contain("MECID 0"));
        Assert.That(gdb.Ask($"m{pa[2..]},10"), Is.Not.EqualTo(code), "noise");
        Assert.That(gdb.Ask($"m{table},400"), Is.Not.EqualTo(entries), "tables are in the realm's context");
        Assert.That(gdb.Ask($"m{rd},400"), Is.EqualTo(descriptor), "its RD is in the RMM's");
        gdb.Monitor("mecid 2");
        Assert.That(gdb.Ask($"m{pa[2..]},10"), Is.EqualTo(code));
        gdb.Monitor("mecid owner");
        Assert.That(gdb.Ask($"M{pa[2..]},4:11223344"), Is.EqualTo("OK"));
        gdb.Monitor("pas va");
        Assert.That(gdb.Ask($"m{Entry:x},4"), Is.EqualTo("11223344"), "written as the realm would");
        Assert.That(gdb.Monitor("mecid 65536"), Is.EqualTo("expected owner or a MECID of at most 16 bits, found '65536'\n"));
    }

    [Test]
    public void Without_contexts_there_is_none_to_choose()
    {
        using var image = new DebuggedImage("hello");
        Assert.That(image.Client.Monitor("mecid 1"), Is.EqualTo("expected a machine with memory encryption contexts, found none: --mec gives one\n"));
    }

    [Test]
    public void A_granule_protection_fault_is_caught_where_it_is_taken()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = RunToEntry(image);
        Assert.That(gdb.Monitor("catch gpf"), Does.Contain("gpf"));
        int table = 68 + SystemRegisters(gdb).IndexOf("GPTBR_EL3");
        // A Granule Protection Table where there is no memory: the next translation that is not cached faults on its walk.
        Assert.That(gdb.Ask($"P{table:x}=0000f0ff00000000"), Is.EqualTo("OK"));
        Assert.That(gdb.Ask("c"), Does.StartWith("T05thread:1;"));
        Assert.That(gdb.Printed.ToString(), Does.Contain("GranuleProtectionCheck from R-EL1"));
        Assert.That(gdb.Monitor("world"), Does.StartWith("PE0 EL3"));
    }

    [Test]
    public void What_a_debugger_changes_is_changed_again_when_the_run_comes_by_once_more()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = RunToEntry(image);
        gdb.Ask($"z0,{Entry:x},4");
        Assert.That(gdb.Ask("P14=efcdab8967452301"), Is.EqualTo("OK"));
        string code = gdb.Ask($"m{Entry + 0x800:x},4");
        Assert.That(gdb.Ask($"M{Entry + 0x800:x},4:11223344"), Is.EqualTo("OK"));
        Assert.That(gdb.Ask("vCont;s:1"), Is.EqualTo("T05thread:1;"));
        Assert.That(gdb.Ask("vCont;s:1"), Is.EqualTo("T05thread:1;"));
        Assert.That(gdb.Ask("bs"), Is.EqualTo("T05thread:1;"));
        Assert.That(gdb.Register(20), Is.EqualTo(0x0123_4567_89AB_CDEF));
        Assert.That(gdb.Ask($"m{Entry + 0x800:x},4"), Is.EqualTo("11223344"));
        Assert.That(gdb.Ask("bc"), Is.EqualTo("T05thread:1;replaylog:begin;"));
        Assert.That(gdb.Ask("p14"), Is.Not.EqualTo("efcdab8967452301"));
        Assert.That(code, Is.Not.EqualTo("11223344"));
    }

    [Test]
    public void Level_and_mode_cannot_be_set_and_an_identification_register_neither()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = image.Client;
        Assert.That(gdb.Ask("P21=00000000"), Is.EqualTo("E16"));
        Assert.That(gdb.Ask("P21=cd0300f0"), Is.EqualTo("OK"));
        Assert.That(gdb.Register(33), Is.EqualTo(0xF000_03CD));
        List<string> names = SystemRegisters(gdb);
        int midr = 68 + names.IndexOf("MIDR_EL1"), scr = 68 + names.IndexOf("SCR_EL3");
        Assert.That(gdb.Ask($"P{midr:x}=0000000000000000"), Is.EqualTo("E16"));
        Assert.That(gdb.Register(midr), Is.Not.Zero);
        Assert.That(names, Does.Contain("GPCCR_EL3").And.Contain("VTTBR_EL2").And.Contain("ESR_EL1").And.Not.Contain("RNDR"));
        Assert.That(scr, Is.GreaterThan(68));
    }

    // Left out are names that cannot be read, other names of registers that are there, and reads that take something away.
    [Test]
    public void Every_system_register_of_the_pe_that_has_a_value_is_described_by_arms_name_and_read_by_its_number()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = RunToEntry(image);
        ProcessingElement pe = image.Machine.Pes[0];
        SystemRegister[] elsewhere = [SystemRegister.FPCR, SystemRegister.FPSR], acting = [SystemRegister.RNDR, SystemRegister.RNDRRS, SystemRegister.ICC_IAR0_EL1, SystemRegister.ICC_IAR1_EL1];
        SystemRegisterInfo[] expected = [.. SystemRegisterTable.All.Where(line => pe.Features.Has(line.Feature) && line.CanRead && line.AliasOf == SystemRegister.None)
            .Where(line => !elsewhere.Contains(line.Register) && !acting.Contains(line.Register))];

        List<string> names = SystemRegisters(gdb);

        Assert.That(names, Is.EquivalentTo(expected.Select(line => line.Name)));
        Assert.That(names, Has.Count.GreaterThan(300));
        foreach (SystemRegisterInfo line in expected)
            Assert.That(gdb.Register(68 + names.IndexOf(line.Name)), Is.EqualTo(pe[line.Register]), line.Name);
        Assert.That(gdb.Ask($"p{68 + names.Count:x}"), Is.EqualTo("E16"), "there is none behind the last");
    }

    [Test]
    public void There_is_a_thread_for_each_pe_with_world_level_realm_and_rec_in_its_name()
    {
        using var image = new DebuggedImage("smp", pes: 4);
        GdbClient gdb = image.Client;
        Assert.That(gdb.Ask("qfThreadInfo"), Is.EqualTo("m1,2,3,4"));
        gdb.Ask($"Z0,{Entry:x},4");
        Assert.That(gdb.Ask("c"), Is.EqualTo(Break));
        string xml = gdb.Ask("qXfer:threads:read::0,1000");
        Assert.That(xml, Does.StartWith("l<?xml"));
        string[] names = [.. XDocument.Parse(xml[1..]).Descendants("thread").Select(thread => (string)thread.Attribute("name")!)];
        Assert.That(names[0], Is.EqualTo("PE0 R-EL1 realm 0 rec 0"));
        Assert.That(names, Has.Length.EqualTo(4));
        Assert.That(Encoding.UTF8.GetString(Convert.FromHexString(gdb.Ask("qThreadExtraInfo,2"))), Does.StartWith("PE1 "));
    }

    [Test]
    public void An_interrupt_stops_a_realm_that_never_ends_and_a_kill_ends_it()
    {
        using var image = new DebuggedImage("spin");
        GdbClient gdb = image.Client;
        gdb.Send("c");
        Thread.Sleep(200);
        gdb.SendRaw("\x03");
        Assert.That(gdb.Receive(), Does.Match("^T0[25]thread:1;"));
        gdb.Send("k");
        image.WaitForEnd();
    }

    [Test]
    public void A_debugger_that_goes_away_leaves_the_run_to_itself()
    {
        using var image = new DebuggedImage("hello");
        image.Client.Ask($"Z0,{Entry:x},4");
        Assert.That(image.Client.Ask("c"), Is.EqualTo(Break));
        image.Client.Dispose();
        image.WaitForEnd();
        Assert.That(image.Digest, Is.EqualTo(DebuggedImage.DigestWithoutDebugger("hello")));
    }

    [Test]
    public void Damaged_packets_are_asked_for_again_and_do_nothing()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = image.Client;
        gdb.SendRaw("$k#00");
        Assert.That((char)gdb.ReadByte(), Is.EqualTo('-'));
        gdb.SendRaw("garbage$k#zz");
        Assert.That((char)gdb.ReadByte(), Is.EqualTo('-'));
        gdb.SendRaw("$" + new string('k', 100_000) + "#00");
        Assert.That((char)gdb.ReadByte(), Is.EqualTo('-'));
        Assert.That(gdb.Ask("?"), Does.StartWith("T05thread:1;"));
    }

    [Test]
    public void A_debugger_that_takes_no_answers_is_left_behind_and_the_run_goes_on()
    {
        using var image = new DebuggedImage("hello");
        // Far more answers than a socket holds: the description of all registers, again and again.
        string packet = GdbClient.Frame("qXfer:features:read:target.xml:0,fff");
        Assert.That(() =>
        {
            for (int i = 0; i < 5_000_000; i++)
                image.Client.SendRaw(packet);
        }, Throws.InstanceOf<IOException>(), "nobody closed the connection");
        image.WaitForEnd();
        Assert.That(image.Digest, Is.EqualTo(DebuggedImage.DigestWithoutDebugger("hello")));
    }

    [Test]
    public void Bytes_that_are_no_packets_never_disturb_the_machine()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = image.Client;
        var random = new Random(20261124);
        for (int i = 0; i < 200; i++)
        {
            // Neither the beginning of a packet nor an interrupt.
            byte[] noise = [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => (byte)random.Next(256)).Where(b => b is not ((byte)'$' or 3))];
            gdb.SendRaw(noise);
        }
        gdb.SendRaw("$c#00");
        Assert.That(gdb.Ask("?"), Does.StartWith("T05thread:1;"));
        RunToTheEnd(image);
        Assert.That(image.Digest, Is.EqualTo(DebuggedImage.DigestWithoutDebugger("hello")));
    }

    [Test]
    public void Malformed_packets_never_disturb_the_machine()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = RunToEntry(image);
        gdb.Ask($"z0,{Entry:x},4");
        var random = new Random(20261123);
        string[] starts = ["g", "p", "m", "M", "X", "P", "G", "H", "T", "Z", "z", "q", "Q", "v", "vCont", "vCont;", "qXfer:", "qXfer:features:read:",
            "qRcmd,", "qThreadExtraInfo,", "!", "?", "i", "R", "b", "Z0,", "Z2,", "m0,", "p-", "\u0001"];
        const string tail = "0123456789abcdefxyz,:;=-+ #\u0000\u00ff";
        for (int i = 0; i < 5000; i++)
        {
            string packet = starts[random.Next(starts.Length)] + string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => tail[random.Next(tail.Length - 4)]));
            // These are orders, not damage.
            if (packet is "bs" or "bc" || packet.StartsWith("vCont;", StringComparison.Ordinal) && (packet.Contains(";s") || packet.Contains(";c"))
                || (packet[0] is 'M' or 'X' or 'P' or 'G' && packet.Contains('=') | packet.Contains(':')) || packet.StartsWith("vKill", StringComparison.Ordinal))
                continue;
            gdb.Ask(packet);
        }
        gdb.Monitor("pas va");
        foreach (string point in gdb.Monitor("points").Split('\n').Where(line => line.Contains("0x")))
        {
            string[] words = point.Split(' ');
            int kind = Array.IndexOf(["SoftwareBreakpoint", "HardwareBreakpoint", "WriteWatchpoint", "ReadWatchpoint", "AccessWatchpoint"], words[0]);
            gdb.Ask(string.Create(CultureInfo.InvariantCulture, $"z{kind},{words[1][2..]},1"));
        }
        Assert.That(gdb.Pc, Is.EqualTo(Entry));
        RunToTheEnd(image);
        Assert.That(image.Digest, Is.EqualTo(DebuggedImage.DigestWithoutDebugger("hello")));
    }

    [Test]
    public void Monitor_commands_show_gpt_granules_tables_calls_and_explanations_and_change_nothing()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = RunToEntry(image);
        gdb.Ask($"z0,{Entry:x},4");
        string pa = gdb.Monitor($"walk 0x{Entry:x}").Split(" is ")[1].Split(' ')[0];
        Assert.That(gdb.Monitor($"gpt {pa}"), Does.Contain("GPI Realm, by the level 1 entry at 0x").And.Contain("last changed by RMI_GRANULE_RANGE_DELEGATE"));
        Assert.That(gdb.Monitor("gpt"), Does.StartWith("Granule Protection Table, memory only\n").And.Contain("Realm"));
        Assert.That(gdb.Monitor($"granule {pa}"), Does.Contain("is DATA to the RMM").And.Contain("IPA 0x80000000 level 3: HIPAS DATA, RIPAS RAM"));
        Assert.That(gdb.Monitor("granule"), Does.Contain(" RD ").And.Contain(" REC "));
        Assert.That(gdb.Monitor($"rtt 0x{Entry:x}"), Does.Contain("level 3: HIPAS DATA, RIPAS RAM").And.Contain("last changed by RMI_RTT_"));
        Assert.That(gdb.Monitor("rtt"), Does.StartWith("Realm translation tables\n").And.Contain("TABLE"));
        string calls = gdb.Monitor("rmi 3");
        Assert.That(calls.TrimEnd().Split('\n'), Has.Length.EqualTo(3));
        Assert.That(calls, Does.Contain("RMI_REALM_ACTIVATE rd=0x").And.Contain("→ SUCCESS").And.Contain("RMI_REC_ENTER"));
        Assert.That(gdb.Monitor($"explain va 0x{Entry:x}"), Does.StartWith("VA 0x80000000 as PE0 sees it now").And.Contain("leads to PA 0x"));
        Assert.That(gdb.Monitor("explain ipa 0x40000000"), Does.Contain("HIPAS VOID, RIPAS EMPTY"));
        Assert.That(gdb.Monitor("explain esr 0x96000210"), Does.Contain("EA [9] = 1"));
        Assert.That(gdb.Monitor("explain rmi-status 0x204"), Does.Contain("the next table to create is of level 3"));
        Assert.That(gdb.Monitor("inspect recs"), Does.Contain("RUNNING"));
        string help = gdb.Monitor("help");
        foreach (string word in new[] { "world", "walk", "gpt [ADDRESS]", "granule [ADDRESS]", "rtt [IPA", "rmi [N]", "explain SUBJECT VALUE", "inspect TABLE" })
            Assert.That(help, Does.Match($"(?m)^{System.Text.RegularExpressions.Regex.Escape(word)}"));
        RunToTheEnd(image);
        Assert.That(image.Digest, Is.EqualTo(DebuggedImage.DigestWithoutDebugger("hello")));
    }

    [TestCase("gpt x")]
    [TestCase("gpt 1 2")]
    [TestCase("granule 0xz")]
    [TestCase("rtt no")]
    [TestCase("rtt 0 realm=9")]
    [TestCase("rmi 0")]
    [TestCase("rmi many")]
    [TestCase("explain")]
    [TestCase("explain soul 1")]
    [TestCase("explain va")]
    [TestCase("explain esr g")]
    [TestCase("inspect souls")]
    [TestCase("walk")]
    [TestCase("catch rmi REC_LEAVE")]
    [TestCase("catch exception Nothing")]
    [TestCase("catch nothing")]
    [TestCase("pas mars")]
    [TestCase("scope mars")]
    [TestCase("bind 1")]
    [TestCase("nothing")]
    public void A_monitor_command_with_bad_arguments_is_answered_in_one_line(string command)
    {
        using var image = new DebuggedImage("hello");
        // Realms that could be meant have to be there first.
        image.Client.Ask($"Z0,{Entry:x},4");
        Assert.That(image.Client.Ask("c"), Is.EqualTo(Break));
        string answer = image.Client.Monitor(command);
        Assert.That(answer, Does.Match("^expected [^\n]+, found '[^\n]*'\n$"));
        image.Client.Send("k");
        image.WaitForEnd();
    }

    [TestCase("vMustReplyEmpty", "")]
    [TestCase("vRun;68656c6c6f", "")]
    [TestCase("vAttach;1", "")]
    [TestCase("vFile:open:00,0,0", "")]
    [TestCase("vCont?", "vCont;c;C;s;S")]
    [TestCase("vCont;t", "E16")]
    [TestCase("vCont;cc", "E16")]
    [TestCase("vCont;c:9", "E16")]
    [TestCase("vCont;s:1;x", "E16")]
    [TestCase("vCont;", "E16")]
    [TestCase("cwherever", "E16")]
    [TestCase("C0", "E16")]
    [TestCase("C05;", "E16")]
    [TestCase("sx", "E16")]
    [TestCase("kx", "")]
    [TestCase("Dx", "")]
    [TestCase("bx", "")]
    [TestCase("qSymbol::", "")]
    public void A_packet_that_is_no_order_leaves_the_machine_where_it_stands(string packet, string answer)
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = RunToEntry(image);
        Assert.That(gdb.Ask(packet), Is.EqualTo(answer));
        Assert.That(gdb.Pc, Is.EqualTo(Entry));
        gdb.Send("k");
        image.WaitForEnd();
    }

    [Test]
    public void A_step_or_continue_from_another_address_sets_the_pc()
    {
        using var image = new DebuggedImage("hello");
        GdbClient gdb = RunToEntry(image);
        Assert.That(gdb.Ask($"s{Entry + 4:x}"), Is.EqualTo("T05thread:1;"));
        Assert.That(gdb.Pc, Is.EqualTo(Entry + 8));
        Assert.That(gdb.Ask($"S05;{Entry + 4:x}"), Is.EqualTo("T05thread:1;"));
        Assert.That(gdb.Pc, Is.EqualTo(Entry + 8));
        gdb.Send("k");
        image.WaitForEnd();
    }

    // A breakpoint stays there.
    private static GdbClient RunToEntry(DebuggedImage image)
    {
        image.Client.Ask($"Z0,{Entry:x},4");
        Assert.That(image.Client.Ask("c"), Is.EqualTo(Break));
        return image.Client;
    }

    private static List<string> SystemRegisters(GdbClient gdb)
    {
        var text = new StringBuilder();
        string part;
        do
        {
            part = gdb.Ask(string.Create(CultureInfo.InvariantCulture, $"qXfer:features:read:target.xml:{text.Length:x},fff"));
            text.Append(part.AsSpan(1));
        }
        while (part[0] == 'm');
        string xml = text.ToString();
        // The document type names a file that is GDB's own.
        var document = XDocument.Parse(xml.Replace("<!DOCTYPE target SYSTEM \"gdb-target.dtd\">", ""));
        Assert.That(document.Descendants("feature").Select(feature => (string)feature.Attribute("name")!),
            Is.EqualTo(new[] { "org.gnu.gdb.aarch64.core", "org.gnu.gdb.aarch64.fpu", "org.ccaemu.aarch64.system" }));
        return [.. document.Descendants("feature").Last().Elements("reg").Select(reg => (string)reg.Attribute("name")!)];
    }

    private static void RunToTheEnd(DebuggedImage image)
    {
        Assert.That(image.Client.Ask("c"), Is.EqualTo("T05thread:1;replaylog:end;"));
        Assert.That(image.Client.Ask("c"), Is.EqualTo("W00"));
        image.WaitForEnd();
    }
}
