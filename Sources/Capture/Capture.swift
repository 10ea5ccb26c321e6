// the kernel's doors
