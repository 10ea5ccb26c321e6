"""What a camera, a lamp and a jittery detector do to a face, on a whole batch at once.

Geometry first (flip, turn, scale, shift: the detector's box wanders by some 10 %; a jaw that speaks), then size (small faces
are enlarged from few pixels), then light, shadow and noise, then a patch that hides a part (hand, hair, microphone).
"""
from __future__ import annotations

import math

import torch
import torch.nn.functional as F

MIX_POWER = 3.0


def augment(images: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """[N, 1, 48, 48] in 0…1 → the same shape, roughly in 0…1."""
    def uniform(low: float, high: float, *shape: int) -> torch.Tensor:
        return torch.rand(len(images), *shape, generator=random) * (high - low) + low

    x = move(images, uniform)
    x = coarsen(speak(x, uniform), uniform, random)
    x = shade(light(x, uniform), uniform)
    x = x + torch.randn(x.shape, generator=random) * (uniform(0, 0.06) * (uniform(0, 1) < 0.3))[:, None, None, None]
    return hide(x.clamp(0, 1), uniform)


def mix(x: torch.Tensor, shares: torch.Tensor, random: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Every face with a little of another, pictures and votes alike (mixup, Zhang et al. 2018). The other's part
    is half of a cubed number, even in 0…1: a median of 6 %, a tenth above 36 %."""
    part = torch.rand(len(x), generator=random) ** MIX_POWER / 2
    other = torch.randperm(len(x), generator=random)
    return x.lerp(x[other], part[:, None, None, None]), shares.lerp(shares[other], part[:, None])


def move(x: torch.Tensor, uniform) -> torch.Tensor:
    angle = uniform(-1, 1) * math.radians(20)
    scale = torch.exp(uniform(-0.18, 0.18))
    stretch = torch.exp(uniform(-0.07, 0.07))
    mirror = torch.where(uniform(0, 1) < 0.5, -1.0, 1.0)
    cosine, sine = torch.cos(angle), torch.sin(angle)
    rows = torch.stack([scale * stretch * cosine * mirror, -scale * sine, uniform(-0.18, 0.18),
                        scale * sine * mirror, scale / stretch * cosine, uniform(-0.18, 0.18)], 1)
    grid = F.affine_grid(rows.view(-1, 2, 3), list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=False)


def coarsen(x: torch.Tensor, uniform, random: torch.Generator) -> torch.Tensor:
    """A fifth of the faces go through 14…40 pixels and back, one size a batch, as far or badly focused faces do."""
    size = int(torch.randint(14, 41, (1,), generator=random))
    chosen = (uniform(0, 1) < 0.2).nonzero().flatten()
    if len(chosen) == 0:
        return x
    small = F.interpolate(x[chosen], size=(size, size), mode="area")
    return x.index_copy(0, chosen, F.interpolate(small, size=x.shape[2:], mode="bilinear", align_corners=False))


def light(x: torch.Tensor, uniform) -> torch.Tensor:
    """Gamma, contrast, brightness, and a lamp from one side."""
    gamma = torch.exp(uniform(-0.35, 0.35, 1, 1, 1))
    x = x.clamp(1e-3, 1) ** gamma
    mean = x.mean((2, 3), keepdim=True)
    x = (x - mean) * uniform(0.6, 1.35, 1, 1, 1) + mean + uniform(-0.18, 0.18, 1, 1, 1)
    ramp = torch.linspace(-1, 1, x.shape[-1])
    side = uniform(-0.2, 0.2, 1, 1, 1) * ramp.view(1, 1, 1, -1) + uniform(-0.12, 0.12, 1, 1, 1) * ramp.view(1, 1, -1, 1)
    return x + side


def shade(x: torch.Tensor, uniform) -> torch.Tensor:
    """A fifth of the faces stand half in the dark: beyond a soft edge of any direction 20 to 80 % of the light is left."""
    ramp = torch.linspace(-1, 1, x.shape[-1])
    direction, place, width = uniform(0, 2 * math.pi, 1, 1, 1), uniform(-0.5, 0.5, 1, 1, 1), uniform(0.05, 0.6, 1, 1, 1)
    across = ramp.view(1, 1, 1, -1) * torch.cos(direction) + ramp.view(1, 1, -1, 1) * torch.sin(direction)
    dark = torch.sigmoid((across - place) / width * 4) * (uniform(0, 1, 1, 1, 1) < 0.2)
    return x * (1 - dark * uniform(0.2, 0.8, 1, 1, 1))


def speak(x: torch.Tensor, uniform) -> torch.Tensor:
    """Every sixth face has its jaw moved as in speech: what lies under the nose is stretched or drawn together by up to 12 %."""
    rows = torch.linspace(-1, 1, x.shape[-1])
    under = (rows - 0.15).clamp(min=0).view(1, -1) * (uniform(-0.12, 0.12, 1) * (uniform(0, 1, 1) < 1 / 6))
    y = (rows.view(1, -1) - under)[:, :, None].expand(-1, -1, x.shape[-1])
    grid = torch.stack([rows.view(1, 1, -1).expand_as(y), y], 3)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=True)


def hide(x: torch.Tensor, uniform) -> torch.Tensor:
    """A quarter of the faces get an even grey patch of 6…16 pixels a side (random erasing, Zhong et al. 2017)."""
    size = x.shape[-1]
    place = torch.arange(size)
    inside = []
    for _ in range(2):
        length, start = uniform(6, 16, 1), uniform(-4, size - 4, 1)
        inside.append((place >= start) & (place < start + length))
    patch = (inside[0][:, :, None] & inside[1][:, None, :] & (uniform(0, 1, 1, 1) < 0.25))[:, None]
    return torch.where(patch, uniform(0, 1, 1, 1, 1), x)
