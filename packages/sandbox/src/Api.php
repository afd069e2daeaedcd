<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** All paths below /api: faults apply first, then the key is checked, then the operation runs. */
final class Api
{
    private Faults $faults;
    private Counters $counters;

    public function __construct(private Store $store, private CardRequests $requests, private Cards $cards)
    {
        $this->faults = new Faults($store);
        $this->counters = new Counters($store);
    }

    public function handle(HttpRequest $request): Response
    {
        $path = array_slice($request->segments, 1);
        $methods = $path === [] ? [] : Operation::onPath($path);
        $operation = $methods[$request->method] ?? null;
        $fault = $this->arrived($operation, Account::of($request));
        if ($fault !== null && !$fault->processes) {
            return $fault->applyTo($request, null);
        }
        try {
            $response = $this->process($request, $path, $methods, $operation);
        } catch (ApiError $error) {
            $response = $error->response($request);
        }
        return $fault === null ? $response : $fault->applyTo($request, $response);
    }

    private function arrived(?Operation $operation, ?string $account): ?Fault
    {
        return $this->store->transaction(function () use ($operation, $account): ?Fault {
            if ($operation !== null && $account !== null) {
                $this->counters->received($account, $operation);
            }
            return $this->faults->take($operation, $account);
        });
    }

    /**
     * @param list<string> $path
     * @param array<string, Operation> $methods
     */
    private function process(HttpRequest $request, array $path, array $methods, ?Operation $operation): Response
    {
        $account = Account::authorized($request);
        if ($methods === []) {
            throw new ApiError(-160, 'The API has no such path.');
        }
        if ($operation === null) {
            return new Response(405, '', ['Allow' => implode(', ', array_keys($methods))]);
        }
        return $this->store->transaction(function () use ($request, $path, $operation, $account): Response {
            $response = $this->perform($operation, $account, $path, $request);
            $this->counters->processed($account, $operation);
            return $response;
        });
    }

    /** @param list<string> $path */
    private function perform(Operation $operation, string $account, array $path, HttpRequest $request): Response
    {
        switch ($operation) {
            case Operation::Send:
            case Operation::SendSecurityCode:
                return $this->send($operation, $account, $request);
            case Operation::Retrieve:
                return Response::json(200, $this->requests->retrieve($account, $path[1], $request->origin()));
            case Operation::Delete:
                $this->requests->cancel($account, $path[1]);
                return new Response(200);
            case Operation::SetRetention:
                $this->cards->setPolicy($account, $path[2], $request->jsonObject());
                return new Response(200);
            case Operation::GetRetention:
                return Response::json(200, $this->cards->policy($account, $path[2], $path[5] ?? null, $path[6] ?? null));
            case Operation::DeleteRetention:
                $this->cards->deletePolicy($account, $path[2], $path[5] ?? null, $path[6] ?? null);
                return new Response(200);
            case Operation::ClearCvv:
                $this->cards->clearCvv($account, $path[2]);
                return new Response(200);
            case Operation::DeleteCard:
                $this->cards->delete($account, $path[2]);
                return new Response(200);
            case Operation::Authenticate:
                return new Response(200);
        }
    }

    private function send(Operation $operation, string $account, HttpRequest $request): Response
    {
        $kind = $operation === Operation::Send ? 'card' : 'cvv';
        $fields = SendFields::checked($request->jsonObject(), $kind);
        $card = $kind === 'card' ? null : $this->cards->find($account, SendFields::tokenOf($fields['CardUri']));
        $id = $this->requests->create($account, $kind, $fields, $card['token'] ?? null);
        return new Response(201, '', ['Location' => $request->origin() . "/api/cardrequest/$id"]);
    }
}
