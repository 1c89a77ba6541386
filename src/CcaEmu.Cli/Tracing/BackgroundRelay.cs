using System.Runtime.ExceptionServices;
using CcaEmu.Diagnostics.Tracing.Recording;
using Gate = System.Threading.Monitor;

namespace CcaEmu.Cli.Tracing;

/// <summary>Has messages taken by a second thread, so that the machine's own does not wait for a trace to be encoded and written.</summary>
/// <remarks>
/// Blocks go over whole, and are taken in the order in which they came: the trace is the same, byte for byte, whenever they are. The machine's thread wakes nobody
/// for a block, which would cost more than what stands in it; the other one looks every millisecond. Where all blocks are full, the machine waits.
/// </remarks>
public sealed class BackgroundRelay : IMessageRelay, IDisposable
{
    private const int Blocks = 32;
    private const int LookMilliseconds = 1;

    private readonly object _gate = new();
    private readonly Queue<(byte[] Bytes, int Length)> _full = new(Blocks);

    // The last one that came back is the next one to be used: a run that says little stays within a few.
    private readonly Stack<byte[]> _empty = new(Blocks);
    private MessageTaker _taker = null!;
    private Thread? _thread;
    private Exception? _failure;
    private bool _ends;

    /// <inheritdoc/>
    public byte[] Start(MessageTaker taker, int blockBytes)
    {
        _taker = taker;
        for (int i = 0; i < Blocks; i++)
        {
            // Written to once, so that no page of it is given by the host in the middle of the run.
            byte[] block = GC.AllocateUninitializedArray<byte>(blockBytes, pinned: true);
            block.AsSpan().Clear();
            _empty.Push(block);
        }
        _thread = new Thread(Work) { IsBackground = true, Name = "trace" };
        _thread.Start();
        return _empty.Pop();
    }

    /// <inheritdoc/>
    public byte[] Exchange(byte[] block, int lengthBytes)
    {
        lock (_gate)
        {
            _full.Enqueue((block, lengthBytes));
            while (_empty.Count == 0 && _failure is null)
                Gate.Wait(_gate);
            if (_failure is not null)
                ExceptionDispatchInfo.Throw(_failure);
            return _empty.Pop();
        }
    }

    /// <inheritdoc/>
    public void Finish(byte[] block, int lengthBytes)
    {
        lock (_gate)
            _full.Enqueue((block, lengthBytes));
        End();
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>Ends the thread, of a run that was given up, too; what was handed over is still taken.</summary>
    public void Dispose() => End();

    private void End()
    {
        // To wake the thread would cost more than the rest of a short run's trace; it looks soon.
        lock (_gate)
            _ends = true;
        _thread?.Join();
    }

    private void Work()
    {
        try
        {
            while (Next(out byte[] block, out int length))
            {
                _taker(block.AsSpan(0, length));
                lock (_gate)
                {
                    _empty.Push(block);
                    Gate.PulseAll(_gate);
                }
            }
        }
        catch (Exception failure)
        {
            // The machine's thread throws it where it hands over the next block.
            lock (_gate)
            {
                _failure = failure;
                Gate.PulseAll(_gate);
            }
        }
    }

    // Waits for a block; false when there will be none any more.
    private bool Next(out byte[] block, out int length)
    {
        lock (_gate)
        {
            while (_full.Count == 0 && !_ends)
                Gate.Wait(_gate, LookMilliseconds);
            bool any = _full.TryDequeue(out (byte[] Bytes, int Length) next);
            (block, length) = next;
            return any;
        }
    }
}
