using System.Buffers.Binary;
using System.Text;

namespace CcaEmu.Devices.Virtio;

/// <summary>A virtio block device: sectors of 512 bytes, one queue, each request done when it is notified.</summary>
/// <remarks>VIRTIO 1.2, 5.2 "Block Device".</remarks>
public sealed class VirtioBlock : VirtioDevice
{
    private const int SectorBytes = 512, HeaderBytes = 16, IdentityBytes = 20;
    private const ulong ReadOnlyFeature = 1UL << 5, BlockSizeFeature = 1UL << 6, FlushFeature = 1UL << 9;
    private const ulong LongestTransfer = 16 << 20; // no request keeps the machine for longer than that takes
    private const uint In = 0, Out = 1, Flush = 4, GetIdentity = 8;
    private const byte Ok = 0, IoError = 1, Unsupported = 2;

    private readonly IBlockBackend _disk;
    private readonly byte[] _configuration = new byte[60];
    private readonly byte[] _identity = new byte[IdentityBytes];
    private readonly byte[] _buffer = new byte[SectorBytes];

    /// <summary>A device.</summary>
    /// <param name="disk">Its sectors.</param>
    /// <param name="identity">What it answers when asked who it is; 20 bytes of ASCII count.</param>
    public VirtioBlock(IBlockBackend disk, string identity)
    {
        _disk = disk;
        BinaryPrimitives.WriteUInt64LittleEndian(_configuration, disk.SizeBytes / SectorBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(_configuration.AsSpan(20), SectorBytes);
        Encoding.ASCII.GetBytes(identity.AsSpan(0, Math.Min(identity.Length, IdentityBytes)), _identity);
    }

    /// <inheritdoc/>
    public override uint DeviceId => 2;

    /// <inheritdoc/>
    public override ulong Features => FlushFeature | BlockSizeFeature | (_disk.IsReadOnly ? ReadOnlyFeature : 0);

    /// <inheritdoc/>
    public override int QueueCount => 1;

    /// <inheritdoc/>
    protected internal override ReadOnlySpan<byte> Configuration => _configuration;

    /// <inheritdoc/>
    protected internal override bool Process(int index, SplitQueue queue)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        while (queue.TryTake(out DescriptorChain chain))
        {
            // Without a header there is nothing to do, without a place for the status nobody to tell.
            if (!chain.TryRead(0, header) || chain.WritableBytes == 0)
                return false;
            byte status = Serve(chain, BinaryPrimitives.ReadUInt32LittleEndian(header), BinaryPrimitives.ReadUInt64LittleEndian(header[8..]), out ulong written);
            if (!chain.TryWrite(chain.WritableBytes - 1, [status]))
                return false;
            // The length counts from the first byte: the status belongs to it where nothing was left out before.
            queue.Complete(chain, (uint)(written == chain.WritableBytes - 1 ? written + 1 : written));
        }
        return true;
    }

    private byte Serve(DescriptorChain chain, uint type, ulong sector, out ulong written)
    {
        written = 0;
        switch (type)
        {
            case In:
                return Transfer(chain, sector, chain.WritableBytes - 1, isWrite: false, out written);
            case Out:
                return _disk.IsReadOnly ? IoError : Transfer(chain, sector, chain.ReadableBytes - HeaderBytes, isWrite: true, out _);
            case Flush:
                return _disk.TryFlush() ? Ok : IoError;
            case GetIdentity:
                int length = (int)Math.Min(IdentityBytes, chain.WritableBytes - 1);
                written = (ulong)length;
                return chain.TryWrite(0, _identity.AsSpan(0, length)) ? Ok : IoError;
            default:
                return Unsupported;
        }
    }

    private byte Transfer(DescriptorChain chain, ulong sector, ulong length, bool isWrite, out ulong done)
    {
        done = 0;
        ulong sectors = _disk.SizeBytes / SectorBytes;
        if (length % SectorBytes != 0 || length > LongestTransfer || sector > sectors || length / SectorBytes > sectors - sector)
            return IoError;
        for (; done < length; done += SectorBytes)
        {
            ulong offset = sector * SectorBytes + done;
            bool ok = isWrite
                ? chain.TryRead(HeaderBytes + done, _buffer) && _disk.TryWrite(offset, _buffer)
                : _disk.TryRead(offset, _buffer) && chain.TryWrite(done, _buffer);
            if (!ok)
                return IoError;
        }
        return Ok;
    }
}
