using System.Formats.Cbor;
using CcaEmu.Attestation.Claims;

namespace CcaEmu.Attestation.Tokens;

/// <summary>The claims of one token by key: byte strings, texts and numbers, arrays of byte strings, software components.</summary>
internal sealed class ClaimReading
{
    private readonly Dictionary<CcaClaim, object> _values = [];

    /// <summary>Keys that no claim of this specification has.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>Reads a claim map.</summary>
    /// <param name="encoded">The payload of a token.</param>
    /// <param name="claims">The claims.</param>
    /// <param name="error">What was expected and what was found.</param>
    public static bool TryRead(byte[] encoded, out ClaimReading claims, out string error)
    {
        claims = new ClaimReading();
        try
        {
            var reader = new CborReader(encoded);
            reader.ReadStartMap();
            while (reader.PeekState() != CborReaderState.EndMap)
                claims.ReadClaim(reader);
            reader.ReadEndMap();
            error = reader.BytesRemaining == 0 ? "" : $"expected nothing behind the claims, found {reader.BytesRemaining} bytes";
            return error.Length == 0;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            error = $"expected a map of claims, found something else: {e.Message}";
            return false;
        }
    }

    public byte[] Bytes(CcaClaim claim) => _values.GetValueOrDefault(claim) as byte[] ?? [];

    public string Text(CcaClaim claim) => _values.GetValueOrDefault(claim) as string ?? "";

    public int? Number(CcaClaim claim) => _values.GetValueOrDefault(claim) as int?;

    public IReadOnlyList<T> List<T>(CcaClaim claim) => _values.GetValueOrDefault(claim) as List<T> ?? [];

    public bool Has(CcaClaim claim) => _values.ContainsKey(claim);

    private void ReadClaim(CborReader reader)
    {
        if (reader.PeekState() is not (CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger))
        {
            Unknown.Add($"a key that is no number ({reader.PeekState()})");
            reader.SkipValue();
            reader.SkipValue();
            return;
        }
        long key = reader.ReadInt64();
        var claim = (CcaClaim)key;
        if (key != (int)claim || !Enum.IsDefined(claim))
        {
            Unknown.Add($"{key}");
            reader.SkipValue();
            return;
        }
        _values[claim] = claim switch
        {
            CcaClaim.SoftwareComponents => ReadList(reader, ComponentField.Read),
            CcaClaim.ExtensibleMeasurements => ReadList(reader, r => r.ReadByteString()),
            _ => reader.PeekState() switch
            {
                CborReaderState.TextString => reader.ReadTextString(),
                CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger => reader.ReadInt32(),
                _ => reader.ReadByteString(),
            },
        };
    }

    private static List<T> ReadList<T>(CborReader reader, Func<CborReader, T> read)
    {
        List<T> list = [];
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
            list.Add(read(reader));
        reader.ReadEndArray();
        return list;
    }
}
