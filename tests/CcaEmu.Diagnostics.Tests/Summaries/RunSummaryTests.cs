using System.Text;
using System.Text.Json;
using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tests.Summaries;

public sealed class RunSummaryTests
{
    private static readonly RunEnding Ending = new()
    {
        Status = RunStatus.HostError,
        Reason = "no realm",
        ExitCode = 1,
        GuestStatus = 7,
        Image = "images/hello.elf",
        RealmMemoryBytes = 64 << 20,
        HostUsage = new HostUsage(12.5, 3.25, 54 << 20),
    };

    [Test]
    public void Json_reads_back_as_it_was_written()
    {
        using Stage stage = Play(out RunRecorder recorder);
        RunSummary summary = recorder.Summarize(Ending);

        byte[] json = Json(summary);
        byte[] again = Json(RunSummaryJson.Read(json));

        Assert.That(Encoding.UTF8.GetString(again), Is.EqualTo(Encoding.UTF8.GetString(json)));
    }

    [Test]
    public void Json_has_the_names_that_programs_rely_on()
    {
        using Stage stage = Play(out RunRecorder recorder);

        using var document = JsonDocument.Parse(Json(recorder.Summarize(Ending)));

        JsonElement root = document.RootElement;
        Assert.That(root.GetProperty("status").GetString(), Is.EqualTo("host-error"));
        Assert.That(root.GetProperty("exitCode").GetInt32(), Is.EqualTo(1));
        Assert.That(root.GetProperty("guestStatus").GetInt32(), Is.EqualTo(7));
        Assert.That(root.GetProperty("image").GetString(), Is.EqualTo("images/hello.elf"));
        Assert.That(root.GetProperty("seed").GetUInt64(), Is.EqualTo(1));
        Assert.That(root.GetProperty("runDigest").GetString(), Does.Match("^[0-9a-f]{16}$"));
        Assert.That(root.GetProperty("realm").GetProperty("memoryBytes").GetUInt64(), Is.EqualTo(64 << 20));
        Assert.That(root.GetProperty("realm").GetProperty("ipaWidth").GetInt32(), Is.EqualTo(33));
        Assert.That(root.GetProperty("worldSwitches")[0].GetProperty("from").GetString(), Is.EqualTo("Non-secure"));
        Assert.That(root.GetProperty("rmiCalls")[0].GetProperty("name").GetString(), Is.EqualTo("RMI_REALM_CREATE"));
        Assert.That(root.GetProperty("rmiCalls")[0].GetProperty("count").GetUInt64(), Is.EqualTo(1));
        Assert.That(root.GetProperty("rsiCalls")[0].GetProperty("name").GetString(), Is.EqualTo("RSI_MEASUREMENT_READ"));
        Assert.That(root.GetProperty("hostUsage").GetProperty("firstCharacterMilliseconds").GetDouble(), Is.EqualTo(3.25));
        Assert.That(root.GetProperty("modelledNanoseconds").GetDouble(), Is.EqualTo(root.GetProperty("modelledCycles").GetUInt64() / 2.0));
    }

    [Test]
    public void The_rim_is_as_long_as_its_hash()
    {
        using Stage stage = Play(out RunRecorder recorder);

        RealmSummary realm = recorder.Summarize(Ending).Realm;

        Assert.That(realm.HashAlgorithm, Is.EqualTo("sha384"));
        Assert.That(realm.Rim, Has.Length.EqualTo(96).And.StartWith("8877665544332211"));
    }

    [Test]
    public void Nothing_is_made_up_about_a_realm_that_never_was()
    {
        using var stage = new Stage();

        RealmSummary realm = new RunRecorder(stage.Machine).Summarize(Ending).Realm;

        Assert.That(realm, Is.EqualTo(new RealmSummary(64 << 20, null, null, null)));
    }

    private static Stage Play(out RunRecorder recorder)
    {
        const ulong parameters = 0x9000_2000;
        var stage = new Stage();
        recorder = new RunRecorder(stage.Machine);
        stage.MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
        stage.Pe.Physical.Write(new PhysicalAddress(parameters + RmiRealmParamsLayout.HashAlgo, Pas.NonSecure), 1, (ulong)RmiHashAlgorithm.Sha384);
        stage.Pe.Physical.Write(new PhysicalAddress(parameters + RmiRealmParamsLayout.S2sz, Pas.NonSecure), 1, 33);
        stage.Smc(Stage.HostPc, (ulong)RmiCommand.RealmCreate, 0x9000_1000, parameters);
        stage.X(0).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
        stage.Smc(Stage.HostPc, (ulong)RmiCommand.RecEnter, 0x9000_3000, Stage.RunPage);
        stage.MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc).RmmReturnsToGuest(Stage.GuestPc);
        stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.MeasurementRead, 0);
        stage.X(0, 0x1122_3344_5566_7788).RmmReturnsToGuest(Stage.GuestPc + 4);
        return stage;
    }

    private static byte[] Json(RunSummary summary)
    {
        using var stream = new MemoryStream();
        RunSummaryJson.Write(stream, summary);
        return stream.ToArray();
    }
}
