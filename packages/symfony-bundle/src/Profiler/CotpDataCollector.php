<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Profiler;

use Cotp\SymfonyBundle\Event\Attempted;
use CotpOutcome;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\DataCollector\DataCollector;
use Throwable;

/** The panel of the profiler: the HTTP attempts, without ids, keys, tokens or data of the guest. */
final class CotpDataCollector extends DataCollector
{
    private const MOST = 500;
    /** @var list<array<string, scalar|null>> */
    private array $attempts = [];

    public function __invoke(Attempted $event): void
    {
        $attempt = $event->attempt;
        if (count($this->attempts) < self::MOST) {
            $this->attempts[] = [
                'account' => $event->account, 'operation' => $attempt->operation, 'method' => $attempt->method, 'route' => $attempt->route,
                'attempt' => $attempt->attempt, 'status' => $attempt->httpStatus, 'outcome' => $attempt->outcome->name, 'error' => $attempt->errorType,
                'milliseconds' => round($attempt->total * 1000, 1), 'reused' => $attempt->reused,
            ];
        }
    }

    public function collect(Request $request, Response $response, ?Throwable $exception = null): void
    {
        $this->data = ['attempts' => $this->attempts];
    }

    public function reset(): void
    {
        $this->attempts = [];
        $this->data = [];
    }

    /** @return list<array<string, scalar|null>> */
    public function getAttempts(): array
    {
        /** @var list<array<string, scalar|null>> */
        return is_array($this->data) ? ($this->data['attempts'] ?? []) : [];
    }

    public function getUnknown(): int
    {
        return count(array_filter($this->getAttempts(), static fn (array $attempt): bool => $attempt['outcome'] === CotpOutcome::Unknown->name));
    }

    public function getFailures(): int
    {
        return count(array_filter($this->getAttempts(), static fn (array $attempt): bool => $attempt['error'] !== null));
    }

    public function getMilliseconds(): float
    {
        return array_sum(array_map(static fn (array $attempt): float => (float) $attempt['milliseconds'], $this->getAttempts()));
    }

    public function getName(): string
    {
        return 'cotp';
    }
}
