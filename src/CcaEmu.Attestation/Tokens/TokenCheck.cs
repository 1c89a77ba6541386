namespace CcaEmu.Attestation.Tokens;

/// <summary>One thing that was verified about a token.</summary>
/// <param name="What">What has to hold.</param>
/// <param name="Passed">Whether it does; null where it could not be told.</param>
/// <param name="Detail">What was found.</param>
public sealed record TokenCheck(string What, bool? Passed, string Detail);
