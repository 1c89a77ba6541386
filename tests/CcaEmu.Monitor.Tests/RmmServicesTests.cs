using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Attestation.Signing;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Scripting;
using CcaEmu.Memory;

namespace CcaEmu.Monitor.Tests;

/// <summary>What the monitor does for the RMM beside granules: memory, signatures, features.</summary>
public sealed class RmmServicesTests
{
    private const ulong Page = FvpMemoryMap.RmmSharedPage;

    private MonitorBench _bench = null!;

    [SetUp]
    public void Boot()
    {
        _bench = new MonitorBench();
        _bench.Boot();
    }

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void Memory_is_handed_out_downwards_aligned_and_never_twice()
    {
        ulong first = Reserve(0x9000, 12).X1;
        ulong second = Reserve(0x100, 16).X1;
        ulong third = Reserve(0x1000, 12, near: true).X1;
        Assert.That(first, Is.EqualTo(FvpMemoryMap.Rmm + FvpMemoryMap.RmmSize - 0x9000));
        Assert.That(second & 0xFFFF, Is.Zero);
        Assert.That(second + 0x100, Is.LessThanOrEqualTo(first));
        Assert.That(third + 0x1000, Is.LessThanOrEqualTo(second));
        Assert.That(_bench.Pe.Physical.Read(new PhysicalAddress(third, Pas.Realm), 8, out _).Ok);
    }

    [Test]
    public void What_is_not_there_is_not_handed_out()
    {
        const ulong room = FvpMemoryMap.RmmSize - (6UL << 20);
        Assert.That(Status(Reserve(room + 1, 0)), Is.EqualTo(RmmEl3Status.NoMemory));
        Assert.That(Status(Reserve(ulong.MaxValue, 0)), Is.EqualTo(RmmEl3Status.NoMemory));
        Assert.That(Status(Reserve(0x1000, 40)), Is.EqualTo(RmmEl3Status.NoMemory), "no such alignment below the end");
        Assert.That(Status(Reserve(0, 12)), Is.EqualTo(RmmEl3Status.Invalid));
        Assert.That(Status(Call(RmmEl3Command.ReserveMemory, 0x1000, 2)), Is.EqualTo(RmmEl3Status.Invalid), "a bit without meaning");
        Assert.That(Status(Call(RmmEl3Command.ReserveMemory, 0x1000, 1UL << 55)), Is.EqualTo(RmmEl3Status.Invalid));
        Assert.That(Status(Reserve(room, 0)), Is.EqualTo(RmmEl3Status.Ok), "all of it");
        Assert.That(Status(Reserve(1, 0)), Is.EqualTo(RmmEl3Status.NoMemory));
    }

    [Test]
    public void A_hash_that_is_pushed_comes_back_signed_with_the_key_that_is_offered()
    {
        byte[] hash = [.. Enumerable.Range(1, 48).Select(i => (byte)i)];
        byte[] request = Request(hash);
        Write(request);
        Assert.That(Call(RmmEl3Command.El3Features, 0).X1 & 1, Is.EqualTo(1));
        Assert.That(Status(Sign(2, 0x218)), Is.EqualTo(RmmEl3Status.Again), "nothing to pull yet");
        Assert.That(Status(Sign(1, 0x60)), Is.EqualTo(RmmEl3Status.Ok));
        Assert.That(Status(Sign(1, 0x60)), Is.EqualTo(RmmEl3Status.Again), "one at a time");
        Assert.That(Status(Sign(2, 0x218)), Is.EqualTo(RmmEl3Status.Ok));
        byte[] response = Read(0x218);
        Assert.That(response.AsSpan(0, 16).ToArray(), Is.EqualTo(request.AsSpan(8, 16).ToArray()), "cookie and ticket");
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(response.AsSpan(0x10)), Is.EqualTo(96));
        using Es384Key key = PlatformIdentity.CreateRealmKey();
        Assert.That(key.VerifyHash(hash, response[0x12..(0x12 + 96)]));
        Assert.That(Status(Sign(2, 0x218)), Is.EqualTo(RmmEl3Status.Again), "it has been pulled");

        SmcCall point = Sign(3, 0x100);
        Assert.That((Status(point), point.X1), Is.EqualTo((RmmEl3Status.Ok, 97UL)));
        System.Security.Cryptography.ECPoint expected = key.ExportParameters(false).Q;
        Assert.That(Read(97), Is.EqualTo(new byte[] { 4 }.Concat(expected.X!).Concat(expected.Y!)));
    }

    [TestCase(4UL, Page, 0x60UL, RmmEl3Status.Unknown, Description = "no such operation")]
    [TestCase(1UL, Page - 0x1000, 0x60UL, RmmEl3Status.BadAddress)]
    [TestCase(1UL, Page + 0xFF0, 0x60UL, RmmEl3Status.Invalid, Description = "it ends outside the page")]
    [TestCase(1UL, Page, 0x5FUL, RmmEl3Status.Invalid, Description = "too small")]
    [TestCase(2UL, Page, 0x217UL, RmmEl3Status.Invalid, Description = "too small")]
    [TestCase(3UL, Page, 0x60UL, RmmEl3Status.Invalid, Description = "too small")]
    [TestCase(1UL, Page, 0x60UL, RmmEl3Status.Invalid, Description = "a page of zeros names no hash")]
    public void What_cannot_be_signed_is_not(ulong operation, ulong buffer, ulong size, RmmEl3Status expected)
    {
        Write(new byte[0x60]);
        Assert.That(Status(Call(RmmEl3Command.El3TokenSign, operation, buffer, size)), Is.EqualTo(expected));
    }

    [Test]
    public void There_is_one_feature_register()
    {
        Assert.That(Status(Call(RmmEl3Command.El3Features, 1)), Is.EqualTo(RmmEl3Status.Invalid));
        Assert.That(Status(Call(RmmEl3Command.MecRefresh)), Is.EqualTo(RmmEl3Status.Unknown));
    }

    private static byte[] Request(byte[] hash)
    {
        byte[] request = new byte[0x60];
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(0x8), 0xC00C_1E00_1234);
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(0x10), 7);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(0x18), 1);
        hash.CopyTo(request, 0x20);
        return request;
    }

    private SmcCall Reserve(ulong size, int alignment, bool near = false) =>
        Call(RmmEl3Command.ReserveMemory, size, (ulong)alignment << 56 | (near ? 1UL : 0));

    private SmcCall Sign(ulong operation, ulong size) => Call(RmmEl3Command.El3TokenSign, operation, Page, size);

    private SmcCall Call(RmmEl3Command command, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0) =>
        _bench.RmmCall(new SmcCall((ulong)command, x1, x2, x3));

    private static RmmEl3Status Status(SmcCall call) => (RmmEl3Status)(long)call.X0;

    private void Write(byte[] bytes) =>
        Assert.That(_bench.Pe.Physical.Write(new PhysicalAddress(Page, Pas.Realm), bytes).Ok);

    private byte[] Read(int size)
    {
        byte[] bytes = new byte[size];
        Assert.That(_bench.Pe.Physical.Read(new PhysicalAddress(Page, Pas.Realm), bytes).Ok);
        return bytes;
    }
}
