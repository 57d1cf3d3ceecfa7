"""Times PyTorch's loss-and-input-gradient step: python bench/peer/step.py NAME STEPS [THREADS]. Prints JSON."""

import json
import resource
import sys
import time

import torch
from monai.losses import DiceCELoss

from networks import build

name, steps = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 2)
network = build(name).eval()
for weight in network.parameters():
    weight.requires_grad_(False)
loss_of = DiceCELoss(to_onehot_y=True, softmax=True, squared_pred=True, smooth_nr=0.0, smooth_dr=1e-6)
generator = torch.Generator().manual_seed(1)
image = torch.rand(1, 1, 96, 96, 96, generator=generator)
label = torch.randint(0, 14, (1, 1, 96, 96, 96), generator=generator)
seconds = []
cpu_seconds = []
for _ in range(steps + 1):
    image.requires_grad_(True)
    started, cpu_started = time.perf_counter(), time.process_time()
    (gradient,) = torch.autograd.grad(loss_of(network(image), label), image)
    seconds.append(time.perf_counter() - started)
    cpu_seconds.append(time.process_time() - cpu_started)
    image = image.detach()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
median = lambda values: sorted(values[1:])[len(values[1:]) // 2]
print(json.dumps({"network": name, "seconds": median(seconds), "cpuSeconds": median(cpu_seconds), "peakBytes": peak}))
