using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using CcaEmu.Attestation.Signing;

namespace CcaEmu.Attestation.Tokens;

/// <summary>COSE_Sign1 messages signed with ES384.</summary>
/// <remarks>RFC 9052, section 4.2; CBOR tag 18.</remarks>
internal static class SignedToken
{
    /// <summary>Signs claims.</summary>
    public static byte[] Sign(byte[] claims, ECDsa key) =>
        CoseSign1Message.SignEmbedded(claims, new CoseSigner(key, HashAlgorithmName.SHA384));

    /// <summary>Takes a message apart, without verifying it.</summary>
    /// <param name="encoded">The message.</param>
    /// <param name="message">The message.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryRead(byte[] encoded, out CoseSign1Message? message, out string error)
    {
        message = null;
        error = "";
        try
        {
            message = CoseMessage.DecodeSign1(encoded);
            if (message.Content is not null)
                return true;
            error = "its payload is detached";
        }
        catch (Exception e) when (e is CryptographicException or CborContentException or InvalidOperationException)
        {
            error = e.Message;
        }
        return false;
    }

    /// <summary>Verifies a message; a message that cannot be verified at all is not right.</summary>
    public static bool Verifies(CoseSign1Message message, Es384PublicKey key)
    {
        try
        {
            using ECDsa verifier = key.CreateVerifier();
            return message.VerifyEmbedded(verifier);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
