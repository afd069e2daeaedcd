<?php
// SPDX-License-Identifier: BSD-3-Clause

/**
 * A worker that lives long: so many calls in one process, against nginx with fixed responses on this machine. Resident
 * memory after the first 10,000 calls must not grow by more than 1 %, and no descriptor may be left:
 *
 *   php -d extension=$PWD/out/NAME/modules/cotp.so bench/long-run.php [CALLS]
 *
 * Of every 1,000 calls 500 are retrieves, 250 sends and 250 come in batches; every other thousand goes over HTTP/2 with
 * TLS. nginx ends a connection after 1,000 requests, so that connections come and go. It prints a line for each step and
 * exits with 1 when a bound is broken.
 */

declare(strict_types=1);

const WARM_UP = 10_000;
const ROUND = 1_000;
const ALLOWED_GROWTH = 0.01;

/** nginx in a folder of its own, gone with this process. */
final class Nginx
{
    public readonly int $port;
    public readonly int $tlsPort;
    public readonly string $caFile;
    private readonly string $folder;
    /** @var resource */
    private mixed $process;

    public function __construct()
    {
        $this->folder = sys_get_temp_dir() . '/cotp-long-run-' . bin2hex(random_bytes(8));
        mkdir($this->folder, 0700);
        [$this->port, $this->tlsPort] = [self::freePort(), self::freePort()];
        $this->caFile = "$this->folder/certificate.pem";
        exec('openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost'
            . " -addext subjectAltName=IP:127.0.0.1 -keyout $this->folder/key.pem -out $this->caFile 2>&1", $output, $code);
        $code === 0 or throw new RuntimeException(implode("\n", $output));
        file_put_contents("$this->folder/nginx.conf", $this->configuration());
        $this->process = proc_open(['nginx', '-e', 'stderr', '-p', $this->folder, '-c', "$this->folder/nginx.conf"], [], $pipes);
        for ($tries = 0; @fsockopen('127.0.0.1', $this->tlsPort) === false; $tries++) {
            $tries < 200 or throw new RuntimeException('nginx does not start');
            usleep(50_000);
        }
    }

    public function __destruct()
    {
        proc_terminate($this->process, SIGTERM);
        proc_close($this->process);
        exec('rm -r ' . escapeshellarg($this->folder));
    }

    private static function freePort(): int
    {
        $listener = stream_socket_server('tcp://127.0.0.1:0');
        return (int) substr(strrchr(stream_socket_get_name($listener, false), ':'), 1);
    }

    private function configuration(): string
    {
        return <<<CONF
            daemon off; worker_processes 1; pid $this->folder/pid; error_log stderr crit;
            events {}
            http {
                access_log off; keepalive_requests 1000; client_body_temp_path $this->folder/body;
                server {
                    listen 127.0.0.1:$this->port;
                    listen 127.0.0.1:$this->tlsPort ssl http2;
                    ssl_certificate $this->caFile; ssl_certificate_key $this->folder/key.pem;
                    default_type application/json;
                    # passed on, since "return" alone responds before it has read the body
                    location = /api/cardrequest { proxy_pass http://127.0.0.1:$this->port/sent; proxy_redirect off; }
                    location = /sent { add_header Location /api/cardrequest/\$request_id; return 201 ''; }
                    location / { return 200 '{"RequestID":"abc","LastNotifiedStatus":"CardStored","OwnerID":"a-hotel","Details":[1,2,3]}'; }
                }
            }
            CONF;
    }
}

/** Bytes. */
function resident(): int
{
    return (int) explode(' ', file_get_contents('/proc/self/statm'))[1] * 4096;
}

function descriptors(): int
{
    return count(scandir('/proc/self/fd'));
}

function round_of_calls(CotpRequest $service, CotpForm $form): int
{
    $unknown = 0;
    for ($number = 0; $number < ROUND / 2; $number++) {
        $service->retrieve('abc')->status === CotpStatus::CardStored or throw new LogicException('a bad state');
    }
    for ($number = 0; $number < ROUND / 4; $number++) {
        $service->send($form) === 'abc' or throw new LogicException('a bad id');
    }
    foreach ($service->sendMany(array_fill(0, (int) (ROUND / 8), $form), 6) as $result) {
        $unknown += $result instanceof CotpOutcomeUnknownException ? 1 : ($result === 'abc' ? 0 : throw $result);
    }
    foreach ($service->retrieveMany(array_map(static fn (int $id): string => "id$id", range(1, (int) (ROUND / 8))), 6) as $result) {
        // nginx always responds with "abc", which is the state of a different request
        $result instanceof CotpProtocolException or throw new LogicException('a state of another request was taken');
    }
    return $unknown;
}

$calls = (int) ($argv[1] ?? 1_000_000);
$nginx = new Nginx();
$settings = ['apiKey' => 'key', 'timeout' => 60.0, 'caFile' => $nginx->caFile];
$services = [
    new CotpRequest(...$settings, baseUri: "http://127.0.0.1:$nginx->port/api"),
    new CotpRequest(...$settings, baseUri: "https://127.0.0.1:$nginx->tlsPort/api"),
];
$form = new CotpForm('hotel-42', 'guest@example.com', callbackUrl: 'https://hotel.example/cotp', recipientName: 'Guest');
$closed = descriptors();
$unknown = $atWarmUp = $most = 0;
$start = hrtime(true);
for ($done = ROUND; $done <= $calls; $done += ROUND) {
    $unknown += round_of_calls($services[$done / ROUND % 2], $form);
    if ($done === WARM_UP) {
        $atWarmUp = resident();
    }
    $most = max($most, $atWarmUp ? resident() : 0);
    if ($done === WARM_UP || $done % 100_000 === 0) {
        printf("%8d calls, %5d s: %d KiB resident, %d descriptors\n", $done, (hrtime(true) - $start) / 1e9, resident() / 1024, descriptors());
    }
}
$seconds = (hrtime(true) - $start) / 1e9;
$pool = CotpRequest::pool();
CotpRequest::closePool();
$growth = $most / $atWarmUp - 1;
printf("%d calls in %.0f s (%.0f a second), %d connections opened for them, %d sends unknown to us\n",
    $calls, $seconds, $calls / $seconds, $pool['misses'], $unknown);
printf("memory after the first %d calls: %+.2f %% at most; descriptors left: %d\n", WARM_UP, $growth * 100, descriptors() - $closed);
exit($growth > ALLOWED_GROWTH || descriptors() !== $closed ? 1 : 0);
