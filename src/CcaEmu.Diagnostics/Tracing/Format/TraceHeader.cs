using System.Globalization;
using System.Text;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>What a trace says of the run that it is of. Nothing in it depends on the host or on when the run was.</summary>
public sealed record TraceHeader
{
    /// <summary>The image file, as the user named it.</summary>
    public string Image { get; init; } = "";

    /// <summary>SHA-256 of the image file in hexadecimal digits; empty where it is not known.</summary>
    public string ImageSha256 { get; init; } = "";

    /// <summary>The options of the run as they were given, but those that only name files to write.</summary>
    public string Options { get; init; } = "";

    /// <summary>Architectural features of the PEs, separated by spaces.</summary>
    public string Features { get; init; } = "";

    /// <summary>Seed of everything random a guest can see.</summary>
    public ulong Seed { get; init; }

    /// <summary>Name of the cost profile that modelled cycles are by.</summary>
    public string Profile { get; init; } = "machine";

    /// <summary>Number of PEs, 1 to 32.</summary>
    public int PeCount { get; init; } = 1;

    /// <summary>What was recorded.</summary>
    public TraceKinds Kinds { get; init; }

    /// <summary>The fields as names and values, in the order in which they are written.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields =>
    [
        new("image", Image),
        new("image-sha256", ImageSha256),
        new("options", Options),
        new("features", Features),
        new("seed", Seed.ToString(CultureInfo.InvariantCulture)),
        new("profile", Profile),
        new("pes", PeCount.ToString(CultureInfo.InvariantCulture)),
        new("kinds", TraceKindList.Format(Kinds)),
    ];

    internal byte[] Encode()
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        KeyValuePair<string, string>[] fields = [.. Fields];
        writer.Write7BitEncodedInt(fields.Length);
        foreach ((string name, string value) in fields)
        {
            writer.Write(name);
            writer.Write(value);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads a header's bytes.</summary>
    /// <exception cref="InvalidDataException">They are none.</exception>
    internal static TraceHeader Decode(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            var header = new TraceHeader();
            for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
                header = header.With(reader.ReadString(), reader.ReadString());
            return header;
        }
        catch (Exception bad) when (bad is IOException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException("its header cannot be read");
        }
    }

    // A name that this version does not know is passed over: later ones may say more.
    private TraceHeader With(string name, string value) => name switch
    {
        "image" => this with { Image = value },
        "image-sha256" => this with { ImageSha256 = value },
        "options" => this with { Options = value },
        "features" => this with { Features = value },
        "seed" => this with { Seed = ulong.Parse(value, CultureInfo.InvariantCulture) },
        "profile" => this with { Profile = value },
        "pes" => this with { PeCount = int.Parse(value, CultureInfo.InvariantCulture) is > 0 and <= TraceFormat.MaxPes and var count ? count : throw new FormatException() },
        "kinds" => this with { Kinds = TraceKindList.TryParse(value, out TraceKinds kinds, out _) || value.Length == 0 ? kinds : throw new FormatException() },
        _ => this,
    };
}
