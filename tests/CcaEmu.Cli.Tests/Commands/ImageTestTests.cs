using System.Xml.Linq;
using CcaEmu.Cli.Testing;

namespace CcaEmu.Cli.Tests.Commands;

/// <summary>The commands <c>ccaemu images</c> and <c>ccaemu test</c>.</summary>
public sealed class ImageTestTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("ccaemu-images-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_list_names_every_image_of_the_repository()
    {
        CommandRun list = CommandRun.Of("images", Images.Folder());
        Assert.That(list.ExitCode, Is.Zero, list.Error);
        foreach (string file in Directory.EnumerateFiles(Images.Folder(), "*.elf", SearchOption.AllDirectories))
        {
            string name = Path.ChangeExtension(Path.GetRelativePath(Images.Folder(), file), null);
            Assert.That(list.Output, Does.Contain($"| {name} "), "images.json does not declare it");
        }
    }

    [Test]
    public void An_image_that_ends_as_declared_passes()
    {
        Declare("""{ "name": "hello", "checks": "x", "console": ["Hello from a realm!"] }""", "hello");
        CommandRun run = CommandRun.Of("test", _folder);
        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Error);
        Assert.That(run.Output, Does.Contain("passed").And.Contain("1 passed, 0 failed"));
    }

    [TestCase("\"exit\": 3", "expected exit code 3, found 0")]
    [TestCase("\"console\": [\"Good bye\"]", "expected 'Good bye' on the console")]
    [TestCase("\"verdict\": \"null pointer\"", "expected the verdict 'null pointer'")]
    [TestCase("\"limit\": \"100\"", "expected exit code 0, found 124")]
    [TestCase("\"options\": [\"--arg\", \"many\"]", "expected exit code 0, found 2")]
    public void An_image_that_ends_otherwise_fails_with_what_was_expected(string member, string expected)
    {
        Declare($$"""{ "name": "hello", "checks": "x", {{member}} }""", "hello");
        string report = Path.Combine(_folder, "report.xml");
        CommandRun run = CommandRun.Of("test", _folder, "--junit", report);
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output, Does.Contain($"FAIL  hello (realm, --rmm-sro off, -smp 1): {expected}").And.Contain("0 passed, 1 failed"));
        XElement failure = XDocument.Load(report).Root!.Element("testsuite")!.Element("testcase")!.Element("failure")!;
        Assert.That(failure.Attribute("message")!.Value, Does.StartWith(expected));
    }

    [Test]
    public void The_report_has_a_suite_for_each_configuration_and_a_case_for_each_image()
    {
        Declare("""{ "name": "hello", "checks": "x", "pes": [1, 2] }""", "hello");
        string report = Path.Combine(_folder, "report.xml");
        CommandRun run = CommandRun.Of("test", _folder, "--matrix", "--junit", report);
        Assert.That(run.ExitCode, Is.Zero, run.Output);
        XElement root = XDocument.Load(report).Root!;
        Assert.That(root.Attribute("tests")!.Value, Is.EqualTo("4"));
        Assert.That(root.Elements("testsuite").Select(suite => suite.Attribute("name")!.Value), Is.EquivalentTo(new[]
        {
            "realm, --rmm-sro off, -smp 1", "realm, --rmm-sro off, -smp 2", "realm, --rmm-sro aggressive, -smp 1", "realm, --rmm-sro aggressive, -smp 2",
        }));
    }

    [Test]
    public void A_matrix_is_every_kind_both_modes_and_every_number_of_PEs_twice()
    {
        var image = new ImageDeclaration { Name = "a", Checks = "b", Kinds = [ImageKind.Realm, ImageKind.Vm] };
        IReadOnlyList<ImageTestCase> cases = ImageTestPlan.Matrix([image]);
        Assert.That(cases, Has.Count.EqualTo(2 * 2 * 4));
        Assert.That(cases.Distinct().Count(), Is.EqualTo(cases.Count));
        Assert.That(cases.All(one => one.Runs == 2));
    }

    [Test]
    public void Results_do_not_depend_on_how_many_run_at_once()
    {
        ImageCatalogue.TryLoad(Images.Folder(), out ImageCatalogue? catalogue, out string? error);
        Assert.That(error, Is.Null);
        var cases = ImageTestPlan.Plain(catalogue!.Images.Take(6));
        var alone = new ImageTestRunner(catalogue).Run(cases, 1, default);
        var together = new ImageTestRunner(catalogue).Run(cases, 6, default);
        Assert.That(together.Select(result => (result.Case.Image.Name, result.RunDigest, result.Failure)),
            Is.EqualTo(alone.Select(result => (result.Case.Image.Name, result.RunDigest, result.Failure))));
        Assert.That(alone.All(result => result.RunDigest.Length == 16));
    }

    [TestCase("[]", "expected a list of images")]
    [TestCase("""{ "images": [] }""", "expected at least one image")]
    [TestCase("""{ "images": [ { "name": "hello" } ] }""", "checks")]
    [TestCase("""{ "images": [ { "name": "hello", "checks": "x", "colour": 1 } ] }""", "colour")]
    [TestCase("""{ "images": [ { "name": "missing", "checks": "x" } ] }""", "expected the file 'missing.elf'")]
    [TestCase("""{ "images": [ { "name": "hello", "checks": "x" }, { "name": "hello", "checks": "x" } ] }""", "found 'hello' twice")]
    [TestCase("""{ "images": [ { "name": "hello", "checks": "x", "pes": [9] } ] }""", "PEs from 1 to 8")]
    [TestCase("""{ "images": [ { "name": "hello", "checks": "x", "kinds": [] } ] }""", "kinds")]
    [TestCase("""{ "images": [ { "name": "hello", "checks": "x", "exit": 256 } ] }""", "exit code from 0 to 255")]
    [TestCase("""{ "images": [ { "name": "hello", "checks": "x", "limit": "soon" } ] }""", "limit")]
    [TestCase("""{ "images": [ { "name": "hello", "checks": "x", "disk": "1T" } ] }""", "disk")]
    [TestCase("""{ "images": [ { "name": "hello", "checks": "x", "options": ["-smp", "2"] } ] }""", "'-smp' is for the tests")]
    [TestCase("""{ "images": [ { "name": "hello", "checks": null } ] }""", "checks")]
    public void A_declaration_that_is_no_good_is_refused_in_one_line(string json, string because)
    {
        File.Copy(Images.Path("hello"), Path.Combine(_folder, "hello.elf"));
        File.WriteAllText(Path.Combine(_folder, "images.json"), json);
        CommandRun.Of("images", _folder).MustRefuse(because);
        CommandRun.Of("test", _folder).MustRefuse(because);
    }

    [TestCase("--jobs", "0", "--jobs: expected a number of runs")]
    [TestCase("--filter", "nothing-is-called-so", "--filter: expected a part of an image's name")]
    [TestCase("--junit", "/nowhere/at/all.xml", "--junit: expected a file that can be written")]
    public void A_bad_option_is_refused_in_one_line(string option, string value, string because) =>
        CommandRun.Of("test", Images.Folder(), option, value).MustRefuse(because);

    [Test]
    public void A_folder_without_a_declaration_is_refused_in_one_line() => CommandRun.Of("test", _folder).MustRefuse("expected a folder with an images.json");

    private void Declare(string image, string file)
    {
        File.Copy(Images.Path(file), Path.Combine(_folder, file + ".elf"));
        File.WriteAllText(Path.Combine(_folder, "images.json"), $$"""{ "images": [ {{image}} ] }""");
    }
}
