--TEST--
A TLS session is resumed with the same server, but not for one who trusts others; no client certificate is shown
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
if (!is_executable('/usr/sbin/nginx')) {
    echo 'skip no nginx, since PHP serves no session twice';
}
?>
--FILE--
<?php
require __DIR__ . '/identity.inc';

/** nginx with a peer's certificate, which ends each connection after its answer and tells whether its session was resumed. */
final class Nginx
{
    private readonly string $folder;
    /** @var resource */
    private mixed $process;

    public function __construct(Peer $owner, string $options)
    {
        $this->folder = sys_get_temp_dir() . '/cotp-nginx-' . bin2hex(random_bytes(8));
        mkdir($this->folder, 0700);
        $certificate = dirname((string) $owner->caFile) . '/server.pem';
        file_put_contents("$this->folder/conf", <<<CONFIGURATION
            daemon off; master_process off; pid $this->folder/pid; error_log $this->folder/log;
            events { }
            http {
                access_log off; client_body_temp_path $this->folder; proxy_temp_path $this->folder; fastcgi_temp_path $this->folder;
                uwsgi_temp_path $this->folder; scgi_temp_path $this->folder;
                map \$ssl_session_reused \$session { r resumed; default fresh; }
                server {
                    listen unix:$this->folder/socket ssl; keepalive_timeout 0; ssl_session_cache shared:sessions:1m;
                    ssl_certificate $certificate; ssl_certificate_key $certificate; $options
                    location / { add_header Location /api/cardrequest/\$session always; return 201; }
                }
            }
            CONFIGURATION);
        $null = ['file', '/dev/null', 'r+'];
        $this->process = proc_open(['/usr/sbin/nginx', '-p', $this->folder, '-c', "$this->folder/conf"], [$null, $null, ['pipe', 'w']], $pipes);
        while (@stream_socket_client($this->socket()) === false) {
            if (!proc_get_status($this->process)['running']) {
                throw new RuntimeException('nginx does not run: ' . stream_get_contents($pipes[2]) . @file_get_contents("$this->folder/log"));
            }
            usleep(10_000);
        }
    }

    public function socket(): string
    {
        return "unix://$this->folder/socket";
    }

    public function __destruct()
    {
        proc_terminate($this->process);
        proc_close($this->process);
        array_map('unlink', glob("$this->folder/*"));
        rmdir($this->folder);
    }
}

$owner = Peer::start(tls: true);
$stranger = Peer::start(tls: true);
$options = [
    'TLS 1.2' => 'ssl_protocols TLSv1.2;',
    'TLS 1.3' => 'ssl_protocols TLSv1.3;',
    'may show a client certificate' => 'ssl_verify_client optional_no_ca;',
    'must show one' => "ssl_verify_client on; ssl_client_certificate $owner->caFile;",
];
foreach ($options as $case => $lines) {
    $nginx = new Nginx($owner, $lines);
    $relay = Peer::start(accepts: array_fill(0, 16, Peer::accept('relay', to: $nginx->socket())));
    $client = fn (?string $caFile) => client($relay, baseUri: "https://127.0.0.1:$relay->port/api", caFile: $caFile, http2: false);
    [$trusting, $other, $system] = [$client($owner->caFile), $client($stranger->caFile), $client(null)];
    echo "$case: ";
    foreach ([$trusting, $trusting, $other, $system, $trusting, $other] as $cotp) {
        echo outcome(fn () => $cotp->send(form())), ', ';
    }
    echo 'seen by ', seenBy($relay), "\n";
    unset($nginx);
    CotpRequest::closePool();
}
?>
--EXPECT--
TLS 1.2: fresh, resumed, CotpTransportException NotSent retryable, CotpTransportException NotSent retryable, resumed, CotpTransportException NotSent retryable, seen by 0
TLS 1.3: fresh, resumed, CotpTransportException NotSent retryable, CotpTransportException NotSent retryable, resumed, CotpTransportException NotSent retryable, seen by 0
may show a client certificate: fresh, resumed, CotpTransportException NotSent retryable, CotpTransportException NotSent retryable, resumed, CotpTransportException NotSent retryable, seen by 0
must show one: CotpInvalidRequestException Answered 400, CotpInvalidRequestException Answered 400, CotpTransportException NotSent retryable, CotpTransportException NotSent retryable, CotpInvalidRequestException Answered 400, CotpTransportException NotSent retryable, seen by 0
