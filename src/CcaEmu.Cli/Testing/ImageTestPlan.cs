using CcaEmu.Rmm;

namespace CcaEmu.Cli.Testing;

/// <summary>Which cases a test of images is made of.</summary>
internal static class ImageTestPlan
{
    private const int RepetitionsInMatrix = 2;

    /// <summary>Each image once in each of its kinds, with the first of its numbers of PEs.</summary>
    /// <param name="images">The images.</param>
    public static IReadOnlyList<ImageTestCase> Plain(IEnumerable<ImageDeclaration> images) =>
        [.. from image in images from kind in image.Kinds select new ImageTestCase(image, kind, SroMode.Off, image.Pes[0], Runs: 1)];

    /// <summary>Each image in each of its kinds, with stateful operations off and aggressive, with each of its numbers of PEs, twice.</summary>
    /// <param name="images">The images.</param>
    public static IReadOnlyList<ImageTestCase> Matrix(IEnumerable<ImageDeclaration> images) =>
    [
        .. from image in images
           from kind in image.Kinds
           from sro in new[] { SroMode.Off, SroMode.Aggressive }
           from pes in image.Pes
           select new ImageTestCase(image, kind, sro, pes, RepetitionsInMatrix),
    ];
}
