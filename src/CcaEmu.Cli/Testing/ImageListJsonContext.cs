using System.Text.Json;
using System.Text.Json.Serialization;

namespace CcaEmu.Cli.Testing;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ImageList))]
internal sealed partial class ImageListJsonContext : JsonSerializerContext;
