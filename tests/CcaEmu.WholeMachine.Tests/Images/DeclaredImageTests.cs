using CcaEmu.Cli.Testing;

namespace CcaEmu.WholeMachine.Tests.Images;

/// <summary>Every image of images/images.json, run as <c>ccaemu test</c> runs it, ends as it is declared to.</summary>
public sealed class DeclaredImageTests
{
    private static ImageCatalogue Catalogue { get; } = Load();

    private static IEnumerable<TestCaseData> Cases() => ImageTestPlan.Plain(Catalogue.Images)
        .Select(image => new TestCaseData(image).SetArgDisplayNames(image.Image.Name, image.Kind.ToString()));

    [TestCaseSource(nameof(Cases))]
    public void The_image_ends_as_declared(object image)
    {
        ImageTestResult result = new ImageTestRunner(Catalogue).Run([(ImageTestCase)image], 1, default).Single();
        Assert.That(result.Failure, Is.Null);
    }

    [Test]
    public void Every_prebuilt_image_is_declared_and_each_of_them_once()
    {
        string folder = Path.Combine(Repository.Root, "images");
        string[] built = [.. Directory.EnumerateFiles(folder, "*.elf", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))];
        Assert.That(Catalogue.Images.Select(image => image.FileName).Where(name => name.EndsWith(".elf", StringComparison.Ordinal)).Distinct(), Is.EquivalentTo(built));
    }

    [Test]
    public void At_least_25_images_go_wrong_each_in_a_way_of_its_own()
    {
        ImageDeclaration[] faulty = [.. Catalogue.Images.Where(image => image.Name.StartsWith("faulty/", StringComparison.Ordinal))];
        Assert.That(faulty.Select(image => image.FileName).Distinct().Count(), Is.GreaterThanOrEqualTo(25));
        Assert.That(faulty.Select(image => image.Checks).Distinct().Count(), Is.EqualTo(faulty.Length));
        Assert.That(faulty.All(image => image.Exit != 0));
    }

    private static ImageCatalogue Load() =>
        ImageCatalogue.TryLoad(Path.Combine(Repository.Root, "images"), out ImageCatalogue? catalogue, out string? error)
            ? catalogue! : throw new InvalidOperationException(error);
}
