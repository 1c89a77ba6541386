using System.Text.Json.Serialization;

namespace CcaEmu.Cli.Testing;

/// <summary>The contents of <c>images.json</c>.</summary>
/// <param name="Images">The images, in the order in which they are listed.</param>
internal sealed record ImageList([property: JsonRequired] IReadOnlyList<ImageDeclaration> Images);
