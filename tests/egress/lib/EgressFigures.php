<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** The figures of docs/egress.md: what each forbidden directive did in one run. They are printed, not judged. */
final class EgressFigures
{
    private const SENDS = 400;      // of each client
    private const WORKERS = 12;
    private const SENDS_DOUBLED = 300;

    /** The configurations whose load is measured, by program. */
    private const LOADS = [
        'nginx' => [EgressVariants::PUBLISHED, 'next-upstream-non-idempotent', 'next-upstream-default'],
        'haproxy' => [EgressVariants::PUBLISHED, 'retry-all-retryable-errors', 'retry-empty-response', 'retry-connection'],
    ];

    public function __construct(private readonly string $extension, private readonly string $program)
    {
    }

    /** @return Generator<string> a sentence each */
    public function lines(): Generator
    {
        foreach (self::LOADS[$this->program] as $variant) {
            $result = (new EgressLoad($this->extension, $this->program, $variant, self::SENDS, disturbs: false))->run();
            $counts = $result['outcomes'] + ['NotSent' => 0, 'Answered' => 0];
            yield "$variant: of $result[reports] sends to a failing service, $result[twice] were processed twice; reported: "
                . "$counts[success] successes, $counts[Unknown] Unknown, $counts[Answered] Answered, $counts[NotSent] NotSent";
        }
        foreach ([EgressVariants::PUBLISHED, ...$this->program === 'nginx' ? ['two-workers'] : ['reuse-safe']] as $variant) {
            $scene = new EgressScene($this->extension, $this->program, $variant);
            for ($count = 0; $count < self::WORKERS; $count++) {
                $scene->send();
            }
            yield "$variant: " . self::WORKERS . ' workers that call one after the other: ' . count($scene->peer->connections()) . ' connections';
        }
        yield $this->doubled();
        if ($this->program === 'nginx') {
            yield $this->twoServers(EgressVariants::PUBLISHED);
            yield $this->twoServers('two-servers-default-fails');
        }
    }

    /** The service delivers each response twice: does a worker get the id of another worker's form? */
    private function doubled(): string
    {
        $scene = new EgressScene($this->extension, $this->program, peer: ['default' => Peer::late()]);
        $workers = [$scene->worker(), $scene->worker()];
        $wrong = 0;
        for ($number = 1; $number <= self::SENDS_DOUBLED; $number++) {
            $report = EgressScene::report($workers[$number % 2], 'sends a 1');
            $wrong += (int) ($report['did'] === 'success' && $report['id'] !== "request-$number");
        }
        return 'a gateway that delivers each response twice: of ' . self::SENDS_DOUBLED . " sends of two workers, $wrong got the id of another form as a success";
    }

    /** A few lost responses, then a service that works. */
    private function twoServers(string $variant): string
    {
        $scene = new EgressScene($this->extension, $this->program, $variant, ['script' => [Peer::close(), Peer::close()]]);
        $worker = $scene->worker();
        $dids = array_map(fn (int $number): string => EgressScene::report($worker, "sends a$number 1")['did'], range(1, 20));
        $good = count(array_keys($dids, 'success', true));
        return "$variant: two lost responses, then the service works: $good of 18 sends after them succeeded";
    }
}
