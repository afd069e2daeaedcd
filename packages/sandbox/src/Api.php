<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** All paths below /api: faults apply first, then the key is checked, then the operation runs. */
final class Api
{
    private Faults $faults;
    private Counters $counters;
    private Routes $routes;

    public function __construct(private Store $store, private Variant $variant, private CardRequests $requests, private Cards $cards)
    {
        $this->routes = new Routes($variant);
        $this->faults = new Faults($store);
        $this->counters = new Counters($store);
    }

    public function handle(HttpRequest $request): Response
    {
        $path = array_slice($request->segments, 1);
        $routes = $this->routes->onPath($path);
        $route = $routes[$request->method] ?? null;
        $fault = $this->arrived($route?->operation, Account::of($request));
        if ($fault !== null && !$fault->processes) {
            return $fault->applyTo($request, null, $this->variant->errors);
        }
        try {
            $response = $this->process($request, $routes, $route);
        } catch (ApiError $error) {
            $response = $this->variant->errorResponse($error, $request);
        }
        return $fault === null ? $response : $fault->applyTo($request, $response, $this->variant->errors);
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

    /** @param array<string, Route> $routes */
    private function process(HttpRequest $request, array $routes, ?Route $route): Response
    {
        $account = Account::authorized($request);
        if ($routes === []) {
            return $this->variant->explainsUnknownPaths ? throw new ApiError(-160, 'The API has no such path.') : new Response(404);
        }
        if ($route === null) {
            return new Response(405, '', ['Allow' => implode(', ', array_keys($routes))]);
        }
        return $this->store->transaction(function () use ($request, $route, $account): Response {
            $response = $this->perform($route, $account, $request);
            $this->counters->processed($account, $route->operation);
            return $response;
        });
    }

    private function perform(Route $route, string $account, HttpRequest $request): Response
    {
        $id = $route->arguments['id'] ?? '';
        $token = $route->arguments['token'] ?? '';
        $destination = [$route->arguments['type'] ?? null, $route->arguments['data'] ?? null];
        switch ($route->operation) {
            case Operation::Send:
            case Operation::SendSecurityCode:
                return $this->send($route->operation, $account, $request);
            case Operation::Retrieve:
                return Response::json(200, $this->retrieved($account, $id, $request->origin()));
            case Operation::Delete:
                $this->requests->cancel($account, $id);
                return new Response(200);
            case Operation::SetRetention:
                $this->cards->setPolicy($account, $token, $request->jsonObject());
                return new Response(200);
            case Operation::GetRetention:
                return Response::json(200, $this->cards->policy($account, $token, ...$destination));
            case Operation::DeleteRetention:
                $this->cards->deletePolicy($account, $token, ...$destination);
                return new Response(200);
            case Operation::ClearCvv:
                $this->cards->clearCvv($account, $token);
                return new Response(200);
            case Operation::DeleteCard:
                $this->cards->delete($account, $token);
                return new Response(200);
            case Operation::Authenticate:
                return new Response(200);
        }
    }

    private function send(Operation $operation, string $account, HttpRequest $request): Response
    {
        $kind = $operation === Operation::Send ? 'card' : 'cvv';
        $fields = (new SendFields($this->variant))->checked($request->jsonObject(), $kind);
        $card = $kind === 'card' ? null : $this->cards->find($account, SendFields::tokenOf(Json::text($fields['CardUri'] ?? null)));
        $id = $this->requests->create($account, $kind, $fields, $card['token'] ?? null);
        return new Response(201, '', ['Location' => $request->origin() . $this->routes->pathOf(Operation::Retrieve, '{id}', $id)]);
    }

    /** @return array<string, mixed> the submitted fields and the status; the names of the latter are inferred from the callback */
    private function retrieved(string $account, string $id, string $origin): array
    {
        $request = $this->requests->find($account, $id);
        $state = [
            'requestId' => $request['id'],
            'status' => $request['status'],
            'time' => Clock::text($request['status_time']),
        ];
        if ($request['status'] === 'CardStored') {
            $state['cardUri'] = $origin . $this->routes->pathOf(Operation::DeleteCard, '{token}', (string) $request['stored_token']);
        }
        $response = (new SendFields($this->variant))->written(Json::object($request['fields']));
        foreach ($state as $name => $value) {
            $response[$this->variant->name("state.$name")] = $value;
        }
        return $response;
    }
}
