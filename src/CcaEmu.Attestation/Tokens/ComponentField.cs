using System.Formats.Cbor;
using CcaEmu.Attestation.Claims;

namespace CcaEmu.Attestation.Tokens;

/// <summary>One software component as a map.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "CCA platform software components claim".</remarks>
internal static class ComponentField
{
    private const int Type = 1, Measurement = 2, Version = 4, Signer = 5, Hash = 6;

    public static void Write(CborWriter writer, SoftwareComponent component)
    {
        (int Key, object? Value)[] fields =
        [
            (Type, component.Type), (Measurement, component.Measurement), (Version, component.Version), (Signer, component.SignerId),
            (Hash, component.HashAlgorithm),
        ];
        writer.WriteStartMap(fields.Count(field => field.Value is not null));
        foreach ((int key, object? value) in fields.Where(field => field.Value is not null))
        {
            writer.WriteInt32(key);
            if (value is byte[] bytes)
                writer.WriteByteString(bytes);
            else
                writer.WriteTextString((string)value!);
        }
        writer.WriteEndMap();
    }

    public static SoftwareComponent Read(CborReader reader)
    {
        string? type = null, version = null, hash = null;
        byte[] measurement = [], signer = [];
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            switch (reader.ReadInt32())
            {
                case Type: type = reader.ReadTextString(); break;
                case Measurement: measurement = reader.ReadByteString(); break;
                case Version: version = reader.ReadTextString(); break;
                case Signer: signer = reader.ReadByteString(); break;
                case Hash: hash = reader.ReadTextString(); break;
                default: reader.SkipValue(); break;
            }
        }
        reader.ReadEndMap();
        return new SoftwareComponent(type, measurement, version, signer, hash);
    }
}
