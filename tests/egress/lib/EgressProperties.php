<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** What docs/egress.md says of the published configurations, each beside a control that must be seen to fail. */
final class EgressProperties
{
    private const CERTIFICATES = ['wrongHost', 'selfSigned', 'untrusted', 'expired'];
    private const TOKEN = '0123456789abcdef-token';
    private const KEY = '0123456789abcdef0123456789abcdef';

    public function __construct(private readonly string $extension, private readonly string $program)
    {
    }

    /** @return Generator<string, bool> what must be true, by its name */
    public function checks(): Generator
    {
        yield from $this->verification();
        yield from $this->refusals();
        yield from $this->sharing();
        yield from $this->idle();
        yield from $this->logs();
        yield from $this->deletes();
        if ($this->program === 'haproxy') {
            yield from $this->names();
        }
    }

    private function verification(): Generator
    {
        foreach (self::CERTIFICATES as $certificate) {
            $peer = ['certificate' => $certificate, 'names' => $certificate === 'wrongHost' ? [] : [Egress::HOST]];
            $processed = [];
            foreach ([EgressVariants::PUBLISHED, 'without-verification'] as $variant) {
                $scene = $this->scene($variant, $peer);
                $report = $scene->send();
                $processed[] = count($scene->peer->processed());
                $isUntrue = EgressJudge::untruths($report, array_fill(0, $processed[array_key_last($processed)], $report['id']));
                yield "certificate $certificate, $variant: the report is true" => $isUntrue === [];
            }
            yield "certificate $certificate: nothing is sent; control, without verification: it is" => $processed === [0, 1];
        }
    }

    private function refusals(): Generator
    {
        $scene = $this->scene();
        $path = '/api/cardrequest/abc';
        yield 'the probe is refused, cotp is not' => [$scene->status($path, 'cotp-probe/1.0'), $scene->status($path, 'cotp/1.0')] === [403, 200];
        yield 'paths outside of the API are refused' => [$scene->status('/', 'cotp/1.0'), $scene->status('/apix/', 'cotp/1.0')] === [404, 404];
        yield 'only the accepted request reached the service' => array_column($scene->peer->requests(), 'path') === [$path];
    }

    private function sharing(): Generator
    {
        $scene = $this->scene();
        $dids = array_map(fn (): string => $scene->send()['did'], range(1, 5));
        yield 'five workers share one connection' => array_unique($dids) === ['success'] && count($scene->peer->connections()) === 1;
        if ($this->program === 'haproxy') {
            $scene = $this->scene('reuse-safe');
            array_map(fn (): string => $scene->send()['did'], range(1, 5));
            yield 'control: with http-reuse safe, each opens its own' => count($scene->peer->connections()) === 5;
        }
    }

    private function idle(): Generator
    {
        $scene = $this->scene('short-idle');
        $scene->send();
        $scene->peer->waitClosed(1);
        yield 'an idle connection is closed by the proxy' => $scene->peer->connections()[1]['closed'] === 'client';
    }

    /** The state of a request is retrieved in every way to fail, with a token in the path. */
    private function logs(): Generator
    {
        $logs = [];
        foreach ([EgressVariants::PUBLISHED, ...$this->program === 'nginx' ? ['error-log-error'] : []] as $variant) {
            $logs[$variant] = '';
            foreach ([['script' => [Peer::close()]], ['accepts' => [Peer::accept('close')]], ['certificate' => 'expired'], ['tlsVersion' => '1.1']] as $peer) {
                $scene = $this->scene($variant, $peer);
                EgressScene::report($scene->worker(), 'retrieve ' . self::TOKEN);
                $scene->send('a-name-in-a-body');
                $logs[$variant] .= $scene->egress->logs();
            }
        }
        $shows = fn (string $log): array => array_filter([self::TOKEN, self::KEY, 'a-name-in-a-body', 'guest@example.com'], fn (string $secret): bool => str_contains($log, $secret));
        yield 'the logs show each call, and no token, key or address' => substr_count($logs[EgressVariants::PUBLISHED], 'GET') >= 4 && $shows($logs[EgressVariants::PUBLISHED]) === [];
        if ($this->program === 'nginx') {
            yield 'control: error_log at the level "error" shows the token' => $shows($logs['error-log-error']) === [self::TOKEN];
        }
    }

    /** A DELETE is lost on a kept connection. */
    private function deletes(): Generator
    {
        $times = [];
        foreach ([EgressVariants::PUBLISHED, ...$this->program === 'nginx' ? ['next-upstream-default'] : ['retry-empty-response']] as $variant) {
            $scene = $this->scene($variant, ['script' => [Peer::mirror(), Peer::close()]]);
            $worker = $scene->worker();
            EgressScene::report($worker, 'sends a 1');
            EgressScene::report($worker, 'delete abc');
            $times[$variant] = count(array_filter($scene->peer->processed(), fn (array $request): bool => $request['method'] === 'DELETE'));
        }
        yield 'a DELETE whose response was lost is not sent again; control, ' . array_key_last($times) . ': it is' => array_values($times) === [1, 2];
    }

    /** The address of the service changes: 127.0.0.2, where nothing listens, then 127.0.0.1. */
    private function names(): Generator
    {
        $nameServer = new LineProcess([PHP_BINARY, '-n', __DIR__ . '/../name_server.php']);
        $port = $nameServer->read()['port'];
        $nameServer->write('127.0.0.2');
        $nameServer->read();
        $changes = ['parse-resolv-conf' => "nameserver test 127.0.0.1:$port", 'hold valid 10s' => 'hold valid 1s', 'hold obsolete 30s' => 'hold obsolete 1s',
            'init-addr last,libc,none' => 'init-addr none'];
        $scene = $this->scene(changes: $changes, host: Egress::HOST);
        yield 'the name is resolved: nothing listens at its address' => !in_array('success', array_column([$scene->send(), $scene->send()], 'did'), true);
        $nameServer->write('127.0.0.1');
        $nameServer->read();
        yield 'a changed address is followed' => await('a success', fn (): bool => $scene->send()['did'] === 'success');
    }

    private function scene(string $variant = EgressVariants::PUBLISHED, array $peer = [], array $changes = [], string $host = '127.0.0.1'): EgressScene
    {
        return new EgressScene($this->extension, $this->program, $variant, $peer, $changes, $host);
    }
}
