namespace CcaEmu.Cli.Tests.Commands;

public sealed class BadOptionTests
{
    [TestCase("--expect-rim", "12", "expected 64, 96 or 128 hexadecimal digits")]
    [TestCase("-m", "0", "expected a size")]
    [TestCase("-m", "", "expected a size")]
    [TestCase("-m", "lots", "expected a size")]
    [TestCase("-m", "-1", "expected a size")]
    [TestCase("-m", "1T", "expected a size")]
    [TestCase("-m", "5G", "expected a size")]
    [TestCase("--seed", "dice", "expected a number")]
    [TestCase("--seed", "18446744073709551616", "expected a number")]
    [TestCase("--arg", "0x", "expected a number")]
    [TestCase("--max-resets", "-1", "expected a number of resets from 0 to 1000")]
    [TestCase("--max-resets", "1001", "expected a number of resets from 0 to 1000")]
    [TestCase("--max-instructions", "0", "expected a number of instructions")]
    [TestCase("--max-instructions", "99999999999G", "expected a number of instructions")]
    [TestCase("--measurement-algo", "md5", "sha256, sha384 or sha512")]
    [TestCase("--rmm-rim", "one", "parameters or zero")]
    [TestCase("--rmm-rem", "longer", "digest or padded")]
    [TestCase("--rmm-token", "18", "907 or 399")]
    [TestCase("--host-page-size", "8k", "4k, 16k or 64k")]
    [TestCase("--host-page-size", "4096", "4k, 16k or 64k")]
    [TestCase("--ipa-bits", "32", "33 to 52 bits")]
    [TestCase("--ipa-bits", "53", "33 to 52 bits")]
    [TestCase("--ipa-bits", "wide", "33 to 52 bits")]
    [TestCase("--ipa-bits", "50", "without FEAT_LPA2")]
    [TestCase("--realm-pv", "0x123", "at most 64 bytes")]
    [TestCase("--realm-pv", "0xxy", "at most 64 bytes")]
    [TestCase("--realm-pv", "12345678901234567890123456789012345678901234567890123456789012345", "at most 64 bytes")]
    [TestCase("--json", "/no/such/folder/summary.json", "expected a file that can be written")]
    [TestCase("--json", "/", "expected a file that can be written")]
    [TestCase("--json", "", "expected a file that can be written")]
    [TestCase("--trace-kinds", "rmi", "expected --trace with it")]
    [TestCase("--trce", "rmi", "found '--trce'")]
    public void A_bad_option_gives_one_line_and_exit_code_2(string option, string value, string because) =>
        CommandRun.Of("run", Images.Path("hello"), option, value).MustRefuse(because);

    [Test]
    public void A_guest_is_a_realm_or_an_ordinary_virtual_machine_and_not_both() =>
        CommandRun.Of("run", Images.Path("hello"), "--vm", "--realm").MustRefuse("--vm: expected one of --realm and --vm, found both");

    [Test]
    public void An_unwritable_trace_file_is_refused_before_the_run() =>
        CommandRun.Of("run", Images.Path("hello"), "--trace", "/no/such/folder/t").MustRefuse("--trace: expected a file");

    [Test]
    public void An_unknown_kind_of_events_is_named() =>
        CommandRun.Of("run", Images.Path("hello"), "--trace", "t", "--trace-kinds", "rmi,everything").MustRefuse("'everything' is none of them");

    [Test]
    public void An_IPA_space_too_narrow_for_the_memory_is_refused() =>
        CommandRun.Of("run", Images.Path("hello"), "-m", "3G", "--ipa-bits", "33").MustRefuse("at least 34");

    [Test]
    public void An_option_without_its_value_is_refused() => CommandRun.Of("run", Images.Path("hello"), "--seed").MustRefuse("'--seed'");

    [Test]
    public void A_second_image_is_refused() => CommandRun.Of("run", Images.Path("hello"), "second.elf").MustRefuse("found 'second.elf'");

    [Test]
    public void A_run_without_image_is_refused() => CommandRun.Of("run").MustRefuse("ccaemu run --help");

    [Test]
    public void No_command_is_refused() => CommandRun.Of().MustRefuse("expected a command");

    [TestCase("run", "--bogus", "hello.elf")]
    [TestCase("run", "hello.elf", "--bogus")]
    public void An_unknown_option_is_named_wherever_it_stands(params string[] args) => CommandRun.Of(args).MustRefuse("found '--bogus'");

    [Test]
    public void An_unknown_command_is_refused() => CommandRun.Of("boot").MustRefuse("found 'boot'");
}
