using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;

namespace CcaEmu.Hypervisor.Tests.Rmi;

public sealed class HostMemoryTests
{
    private static HostMemory Make()
    {
        var usable = new PageRangeSet();
        usable.Add(0x1000, 0x3000);
        usable.Add(0x8000, 0x10000);
        return new HostMemory(usable);
    }

    [Test]
    public void The_lowest_run_that_fits_is_taken()
    {
        HostMemory memory = Make();
        Assert.That(memory.TryAllocate(0x4000, 0x1000, out ulong large), Is.True);
        Assert.That(memory.TryAllocate(0x2000, 0x2000, out ulong aligned), Is.True);
        Assert.That(memory.TryAllocate(0x1000, 0x1000, out ulong small), Is.True);
        Assert.That((large, aligned, small), Is.EqualTo((0x8000UL, 0x2000UL, 0x1000UL)));
    }

    [Test]
    public void Freed_memory_is_used_again()
    {
        HostMemory memory = Make();
        ulong before = memory.FreeBytes;
        memory.TryAllocate(0x3000, 0x1000, out ulong first);
        memory.Free(first, 0x3000);
        Assert.That(memory.FreeBytes, Is.EqualTo(before));
        memory.TryAllocate(0x1000, 0x1000, out ulong again);
        Assert.That(again, Is.EqualTo(first));
    }

    [Test]
    public void What_is_not_there_is_not_given()
    {
        HostMemory memory = Make();
        Assert.That(memory.TryAllocate(0x20000, 0x1000, out _), Is.False);
        Assert.That(memory.TryAllocate(0x1000, 0x100000, out _), Is.False);
    }

    [Test]
    public void Freeing_twice_is_a_bug()
    {
        HostMemory memory = Make();
        memory.TryAllocate(0x1000, 0x1000, out ulong page);
        memory.Free(page, 0x1000);
        Assert.That(() => memory.Free(page, 0x1000), Throws.InvalidOperationException);
    }

    [Test]
    public void The_RMM_the_monitor_and_the_image_are_never_the_hosts()
    {
        PageRangeSet usable = HostMemoryMap.Usable(new MachineOptions());
        Assert.That(usable.Intersects(FvpMemoryMap.Rmm, FvpMemoryMap.Dram1 + FvpMemoryMap.Dram1Size - FvpMemoryMap.Rmm), Is.False);
        Assert.That(usable.Intersects(HostMemoryMap.Image, HostMemoryMap.ImageBytes), Is.False);
        Assert.That(usable.TotalBytes, Is.EqualTo(
            FvpMemoryMap.Rmm - FvpMemoryMap.Dram1 - HostMemoryMap.ImageBytes + FvpMemoryMap.Dram2Size));
    }
}
